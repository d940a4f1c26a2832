import assert from 'node:assert/strict'
import { test } from 'node:test'
import { add, derivative, evaluate, mul, num, pow, simplify, sym } from '../src/index.mjs'

const x = sym('x')
const y = sym('y')

const rows = [
  [add(x, x), '2*x'],
  [add(x, mul(num(-1), x)), '0'],
  [mul(num(2), mul(num(3), y)), '6*y'],
  [pow(add(x, num(0)), num(1)), 'x'],
  [add(num(1), add(x, num(2))), 'x + 3'],
]

for (const [expression, expected] of rows) {
  test(`${expression} becomes ${expected}`, () => {
    assert.equal(String(simplify(expression)), expected)
    assert.equal(evaluate(simplify(expression), { x: 5, y: 7 }), evaluate(expression, { x: 5, y: 7 }))
  })
}

test('derivatives follow the rules for sums, products and powers', () => {
  assert.equal(String(derivative(add(pow(x, num(2)), mul(num(3), x)), 'x')), '2*x + 3')
  assert.equal(String(derivative(mul(x, y), 'x')), 'y')
  assert.throws(() => derivative(pow(x, y), 'x'), /not a number/)
})
