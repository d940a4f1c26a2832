import assert from 'node:assert/strict'
import { test } from 'node:test'
import { add, mul, num, pow, solveLinear, solveQuadratic, sym } from '../src/index.mjs'

const x = sym('x')

test('a linear equation has its one solution', () => {
  assert.equal(solveLinear(add(mul(num(2), x), num(-6)), 'x'), 3)
  assert.throws(() => solveLinear(add(num(1), mul(num(0), x)), 'x'), /no solution/)
})

test('a quadratic equation has each real solution once', () => {
  const equation = (b, c) => add(pow(x, num(2)), mul(num(b), x), num(c))
  assert.deepEqual(solveQuadratic(equation(-5, 6), 'x'), [2, 3])
  assert.deepEqual(solveQuadratic(equation(-2, 1), 'x'), [1])
  assert.deepEqual(solveQuadratic(equation(0, 1), 'x'), [])
})

test('what is of another degree is refused', () => {
  assert.throws(() => solveLinear(pow(x, num(2)), 'x'), /degree 2/)
  assert.throws(() => solveQuadratic(add(x, num(1)), 'x'), /second degree/)
})
