// Equations of the second degree: a*x^2 + b*x + c = 0.

import { isNum } from './expression.mjs'
import { simplify } from './simplify.mjs'

/** The coefficients by degree, up to `highest`. */
function coefficients(expression, name, highest) {
  const simple = simplify(expression)
  const found = Array.from({ length: highest + 1 }, () => 0)
  for (const term of simple.kind === 'add' ? simple.args : [simple]) {
    const factors = term.kind === 'mul' ? term.args : [term]
    let [factor, degree] = [1, 0]
    for (const one of factors) {
      if (isNum(one)) factor *= one.value
      else if (one.kind === 'sym' && one.value === name) degree += 1
      else if (one.kind === 'pow' && one.args[0].value === name && isNum(one.args[1])) degree += one.args[1].value
      else throw new RangeError(`${one} is not a power of ${name}`)
    }
    if (degree < 0 || degree > highest) throw new RangeError(`${term} is of degree ${degree}`)
    found[degree] += factor
  }
  return found
}

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
