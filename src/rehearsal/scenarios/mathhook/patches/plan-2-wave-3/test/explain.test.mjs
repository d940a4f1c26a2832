import assert from 'node:assert/strict'
import { test } from 'node:test'
import { add, mul, num, pow, sym } from '../src/index.mjs'

const x = sym('x')

test('every expression explains itself', () => {
  assert.deepEqual(add(x, x).explain(), [{ rule: 'simplify', result: '2*x' }])
  assert.deepEqual(x.explain(), [])
})

test('an equation is explained by the solver of its degree', () => {
  assert.equal(
    add(mul(num(2), x), num(-6))
      .explain({ solve: 'x' })
      .at(-1).result,
    'x = 3',
  )
  assert.equal(
    add(pow(x, num(2)), num(-4))
      .explain({ solve: 'x' })
      .at(-1).result,
    'x = -2 or 2',
  )
  assert.throws(() => sym('y').explain({ solve: 'x' }), /not a power of x/)
})
