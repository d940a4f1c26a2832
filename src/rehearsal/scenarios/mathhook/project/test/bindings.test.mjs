import assert from 'node:assert/strict'
import { test } from 'node:test'
import { simplifyAsync, solveAsync } from '../node/index.mjs'
import * as python from '../python/index.mjs'
import { add, mul, num, pow, sym } from '../src/index.mjs'

const x = sym('x')

test('the Python interface speaks as Python does', () => {
  assert.equal(python.solve_linear(add(mul(python.integer(2), python.symbol('x')), num(4)), 'x'), -2)
  assert.throws(() => python.solve_linear(num(1), 'x'), python.ValueError)
})

test('the Node.js interface answers with promises', async () => {
  assert.equal(String(await simplifyAsync(add(x, x))), '2*x')
  assert.deepEqual(await solveAsync(add(pow(x, num(2)), num(-4)), 'x'), [-2, 2])
})
