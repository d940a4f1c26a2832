import assert from 'node:assert/strict'
import { test } from 'node:test'
import { operators } from '../python/operators.mjs'
import { simplify, sym } from '../src/index.mjs'

const x = sym('x')

test('operators take expressions and numbers on either side', () => {
  assert.equal(String(operators.__add__(x, 1)), 'x + 1')
  assert.equal(String(operators.__pow__(x, 2)), 'x^2')
  assert.equal(String(simplify(operators.__sub__(x, x))), '0')
  assert.equal(String(simplify(operators.__mul__(2, operators.__neg__(x)))), '(-2)*x')
})

test('a float is no exact operand', () => {
  assert.throws(() => operators.__add__(x, 0.5), /not an exact integer/)
})
