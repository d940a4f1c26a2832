// Equations of the first degree: a*x + b = 0.

import { coefficients } from './coefficients.mjs'

/** The one solution. Raises where there is none, or where every number is one. */
export function solveLinear(expression, name) {
  const [b, a] = coefficients(expression, name, 1)
  if (a === 0) throw new RangeError(b === 0 ? 'every number is a solution' : 'there is no solution')
  return b === 0 ? 0 : -b / a
}
