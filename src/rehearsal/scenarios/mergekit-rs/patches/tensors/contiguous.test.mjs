import assert from 'node:assert/strict'
import test from 'node:test'
import { Tensor } from '../src/index.mjs'

const tensor = Tensor.of([
  [1, 2, 3],
  [4, 5, 6],
])

test('a tensor that holds row after row is its own contiguous form', () => {
  assert.equal(tensor.contiguous(), tensor)
})

test('the contiguous form of a view holds its rows one after the other', () => {
  const turned = tensor.transposed()
  assert.equal(turned.isContiguous(), false)
  assert.deepEqual([...turned.contiguous().data], [1, 4, 2, 5, 3, 6])
  assert.deepEqual(turned.contiguous().rows(), turned.rows())
})
