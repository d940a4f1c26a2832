import assert from 'node:assert/strict'
import test from 'node:test'
import { Tensor } from '../src/index.mjs'

test('a tensor gives its elements by row and column', () => {
  const tensor = Tensor.of([
    [1, 2, 3],
    [4, 5, 6],
  ])
  assert.deepEqual(tensor.shape, [2, 3])
  assert.equal(tensor.at(1, 2), 6)
})

test('a transposed tensor is a view of the same memory', () => {
  const tensor = Tensor.of([
    [1, 2],
    [3, 4],
    [5, 6],
  ])
  const turned = tensor.transposed()
  assert.equal(turned.data, tensor.data)
  assert.deepEqual(turned.rows(), [
    [1, 3, 5],
    [2, 4, 6],
  ])
})

test('rows of different lengths are refused', () => {
  assert.throws(() => Tensor.of([[1, 2], [3]]), /different lengths/)
})
