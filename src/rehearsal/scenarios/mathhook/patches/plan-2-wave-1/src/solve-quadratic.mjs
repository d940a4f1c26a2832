// Equations of the second degree: a*x^2 + b*x + c = 0.

import { coefficients } from './coefficients.mjs'

/** The real solutions in order, each once. Raises where the equation is not of the second degree. */
export function solveQuadratic(expression, name) {
  const [c, b, a] = coefficients(expression, name, 2)
  if (a === 0) throw new RangeError(`${expression} is not of the second degree`)
  const discriminant = b * b - 4 * a * c
  if (discriminant < 0) return []
  const root = Math.sqrt(discriminant)
  const solutions = [(-b - root) / (2 * a), (-b + root) / (2 * a)].map((value) => (value === 0 ? 0 : value))
  return [...new Set(solutions)].sort((one, other) => one - other)
}
