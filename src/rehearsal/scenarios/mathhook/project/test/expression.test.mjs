import assert from 'node:assert/strict'
import { test } from 'node:test'
import { add, evaluate, mul, num, pow, same, sym } from '../src/index.mjs'

const x = sym('x')

test('an expression is written with the brackets that it needs', () => {
  assert.equal(String(mul(add(x, num(1)), pow(x, num(2)))), '(x + 1)*x^2')
  assert.equal(String(pow(num(-2), x)), '(-2)^x')
})

test('only exact integers and names are taken', () => {
  assert.throws(() => num(0.5), /not an exact integer/)
  assert.throws(() => sym('2x'), /not a name/)
})

test('an expression has the value of its parts', () => {
  assert.equal(evaluate(add(mul(num(2), x), pow(x, num(2))), { x: 3 }), 15)
  assert.throws(() => evaluate(x), /x has no value/)
})

test('two expressions that are written alike are the same', () => {
  assert.equal(same(add(x, num(1)), add(x, num(1))), true)
  assert.equal(same(add(x, num(1)), add(num(1), x)), false)
})
