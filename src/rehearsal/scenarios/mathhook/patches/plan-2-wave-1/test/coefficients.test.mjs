import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { coefficients } from '../src/coefficients.mjs'
import { add, mul, num, pow, sym } from '../src/index.mjs'

const x = sym('x')

test('equal powers are added up, and a missing one is 0', () => {
  assert.deepEqual(coefficients(add(pow(x, num(2)), mul(num(3), x, x), num(-1)), 'x', 2), [-1, 0, 4])
  assert.throws(() => coefficients(sym('y'), 'x', 1), /not a power of x/)
})

test('both solvers read their coefficients here', async () => {
  for (const name of ['linear', 'quadratic']) {
    const text = await readFile(new URL(`../src/solve-${name}.mjs`, import.meta.url), 'utf8')
    assert.match(text, /from '\.\/coefficients\.mjs'/)
  }
})
