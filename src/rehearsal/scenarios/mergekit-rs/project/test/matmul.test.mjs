import assert from 'node:assert/strict'
import test from 'node:test'
import { multiply, Tensor } from '../src/index.mjs'

const a = Tensor.of([
  [1, 2, 3],
  [4, 5, 6],
])
const b = Tensor.of([
  [7, 8],
  [9, 10],
  [11, 12],
])

test('the product is the sum over rows and columns', () => {
  assert.deepEqual(multiply(a, b).rows(), [
    [58, 64],
    [139, 154],
  ])
})

test('views are multiplied like any other tensor', () => {
  assert.deepEqual(multiply(b.transposed(), a.transposed()).rows(), [
    [58, 139],
    [64, 154],
  ])
})

test('shapes that do not fit are refused', () => {
  assert.throws(() => multiply(a, a), /3 columns times one with 2 rows/)
})
