// Expression.explain() for Python: keyword arguments in, a list of dicts out, ValueError for what cannot be explained.

import { ValueError } from './index.mjs'

/** Binds the frozen method of the library; the steps are its own, unchanged. */
export function explain(expression, { solve } = {}) {
  try {
    return expression
      .explain(solve === undefined ? {} : { solve })
      .map(({ rule, result }) => ({ rule, result }))
  } catch (error) {
    throw new ValueError(error.message)
  }
}
