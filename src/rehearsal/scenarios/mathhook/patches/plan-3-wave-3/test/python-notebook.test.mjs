import assert from 'node:assert/strict'
import { test } from 'node:test'
import { _repr_latex_ } from '../python/notebook.mjs'
import { add, mul, num, pow, sym } from '../src/index.mjs'

test('a notebook shows brackets and exponents as LaTeX', () => {
  const x = sym('x')
  assert.equal(
    _repr_latex_(mul(num(2), pow(add(x, num(1)), num(10)))),
    '$2 \\cdot \\left(x + 1\\right)^{10}$',
  )
})
