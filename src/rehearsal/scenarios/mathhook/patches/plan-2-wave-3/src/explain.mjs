// Expression.explain(): the steps by which an expression is simplified, or an equation in one name is solved, as plain data.

import { Expression, same } from './expression.mjs'
import { simplify } from './simplify.mjs'
import { linearSteps, quadraticSteps } from './steps.mjs'

/**
 * Steps of the form { rule, result }, both texts. With `solve` the expression is set to 0 and solved for that name; without it
 * the expression is simplified. Empty where there is nothing to do. New optional fields may be added; none is ever required.
 */
export function explain(expression, { solve } = {}) {
  if (solve !== undefined) return solutionSteps(expression, solve)
  const simple = simplify(expression)
  return same(simple, expression) ? [] : [{ rule: 'simplify', result: String(simple) }]
}

function solutionSteps(expression, name) {
  try {
    return linearSteps(expression, name)
  } catch (error) {
    if (!/degree 2/.test(error.message)) throw error
    return quadraticSteps(expression, name)
  }
}

Expression.prototype.explain = function (options) {
  return explain(this, options)
}
