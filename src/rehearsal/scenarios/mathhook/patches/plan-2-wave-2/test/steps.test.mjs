import assert from 'node:assert/strict'
import { test } from 'node:test'
import { add, mul, num, pow, sym } from '../src/index.mjs'
import { linearSteps, quadraticSteps } from '../src/steps.mjs'

const x = sym('x')

test('a linear equation is explained up to its solution', () => {
  const steps = linearSteps(add(mul(num(2), x), num(-6)), 'x')
  assert.deepEqual(
    steps.map(({ result }) => result),
    ['2*x + -6 = 0', '2*x = 6', 'x = 3'],
  )
})

test('a quadratic equation names its discriminant, also where no root is real', () => {
  const steps = quadraticSteps(add(pow(x, num(2)), num(1)), 'x')
  assert.deepEqual(steps[1], { rule: 'compute the discriminant', result: '0^2 - 4*1*1 = -4' })
  assert.equal(steps.at(-1).result, 'none is real')
})
