// Python's operators: the methods that `+`, `*`, `**` and `-` call there.

import { add, Expression, mul, num, pow } from '../src/index.mjs'

const operand = (value) => (value instanceof Expression ? value : num(value))

export const operators = {
  __add__: (left, right) => add(operand(left), operand(right)),
  __mul__: (left, right) => mul(operand(left), operand(right)),
  __pow__: (left, right) => pow(operand(left), operand(right)),
  __neg__: (value) => mul(num(-1), operand(value)),
  __sub__: (left, right) => add(operand(left), mul(num(-1), operand(right))),
}
