// The interface in the manner of Python: names in snake_case, errors by Python's names.

import { derivative, num, solveLinear, sym } from '../src/index.mjs'

export class ValueError extends Error {}

export const integer = num
export const symbol = sym
export const diff = derivative

/** The solution of a linear equation; ValueError where there is none. */
export function solve_linear(expression, name) {
  try {
    return solveLinear(expression, name)
  } catch (error) {
    throw new ValueError(error.message)
  }
}
