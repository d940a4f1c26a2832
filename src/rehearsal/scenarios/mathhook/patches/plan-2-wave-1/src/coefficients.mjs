// What stands before each power of a name: what every solver needs first.

import { isNum } from './expression.mjs'
import { simplify } from './simplify.mjs'

/** The coefficients by degree, up to `highest`. */
export function coefficients(expression, name, highest) {
  const simple = simplify(expression)
  const found = Array.from({ length: highest + 1 }, () => 0)
  for (const term of simple.kind === 'add' ? simple.args : [simple]) {
    const factors = term.kind === 'mul' ? term.args : [term]
    let [factor, degree] = [1, 0]
    for (const one of factors) {
      if (isNum(one)) factor *= one.value
      else if (one.kind === 'sym' && one.value === name) degree += 1
      else if (one.kind === 'pow' && one.args[0].value === name && isNum(one.args[1]))
        degree += one.args[1].value
      else throw new RangeError(`${one} is not a power of ${name}`)
    }
    if (degree < 0 || degree > highest) throw new RangeError(`${term} is of degree ${degree}`)
    found[degree] += factor
  }
  return found
}
