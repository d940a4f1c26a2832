// Derivatives, term by term.

import { add, isNum, mul, num, pow } from './expression.mjs'
import { simplify } from './simplify.mjs'

/** The derivative with respect to a name, simplified. Raises for an exponent that is no number. */
export const derivative = (expression, name) => simplify(derive(expression, name))

function derive(expression, name) {
  const { kind, value, args } = expression
  if (kind === 'num') return num(0)
  if (kind === 'sym') return num(value === name ? 1 : 0)
  if (kind === 'add') return add(...args.map((arg) => derive(arg, name)))
  if (kind === 'mul') {
    return add(...args.map((arg, i) => mul(...args.map((other, k) => (k === i ? derive(arg, name) : other)))))
  }
  const [base, exponent] = args
  if (!isNum(exponent)) throw new RangeError(`the exponent ${exponent} is not a number`)
  return mul(exponent, pow(base, num(exponent.value - 1)), derive(base, name))
}
