// The steps of a solution as data: the rule, and what it leads to. Taken from the computation itself.

import { coefficients } from './coefficients.mjs'
import { solveLinear } from './solve-linear.mjs'
import { solveQuadratic } from './solve-quadratic.mjs'

const step = (rule, result) => ({ rule, result })

/** The steps to the solution of a linear equation; the last one is the solution. */
export function linearSteps(expression, name) {
  const [b, a] = coefficients(expression, name, 1)
  const solution = solveLinear(expression, name)
  return [
    step('collect the terms', `${a}*${name} + ${b} = 0`),
    step('subtract the constant', `${a}*${name} = ${0 - b}`),
    step('divide by the coefficient', `${name} = ${solution}`),
  ]
}

/** The steps to the real solutions of a quadratic equation. */
export function quadraticSteps(expression, name) {
  const [c, b, a] = coefficients(expression, name, 2)
  const solutions = solveQuadratic(expression, name)
  return [
    step('collect the terms', `${a}*${name}^2 + ${b}*${name} + ${c} = 0`),
    step('compute the discriminant', `${b}^2 - 4*${a}*${c} = ${b * b - 4 * a * c}`),
    step('take the roots', solutions.length === 0 ? 'none is real' : `${name} = ${solutions.join(' or ')}`),
  ]
}
