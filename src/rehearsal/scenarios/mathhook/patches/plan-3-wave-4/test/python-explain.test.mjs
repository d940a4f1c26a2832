import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explain } from '../python/explain.mjs'
import { ValueError } from '../python/index.mjs'
import { add, mul, num, sym } from '../src/index.mjs'

const x = sym('x')

test('the steps are those of the library', () => {
  const equation = add(mul(num(2), x), num(-6))
  assert.deepEqual(explain(equation, { solve: 'x' }), equation.explain({ solve: 'x' }))
  assert.equal(explain(add(x, x))[0].result, '2*x')
})

test('what cannot be explained is a ValueError', () => {
  assert.throws(() => explain(sym('y'), { solve: 'x' }), ValueError)
})
