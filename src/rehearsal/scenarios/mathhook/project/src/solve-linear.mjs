// Equations of the first degree: a*x + b = 0.

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

/** The one solution. Raises where there is none, or where every number is one. */
export function solveLinear(expression, name) {
  const [b, a] = coefficients(expression, name, 1)
  if (a === 0) throw new RangeError(b === 0 ? 'every number is a solution' : 'there is no solution')
  return b === 0 ? 0 : -b / a
}
