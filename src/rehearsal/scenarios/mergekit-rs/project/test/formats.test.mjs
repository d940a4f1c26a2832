import assert from 'node:assert/strict'
import test from 'node:test'
import { read, Tensor, write } from '../src/index.mjs'

const weights = Tensor.of([
  [0.5, -1.25],
  [2, 0],
])

test('what was written is read again', () => {
  assert.deepEqual(read(write({ weights })).weights.rows(), weights.rows())
})

test('a view is written as it looks', () => {
  assert.deepEqual(read(write({ turned: weights.transposed() })).turned.rows(), [
    [0.5, 2],
    [-1.25, 0],
  ])
})

test('a header that promises more than there is is refused', () => {
  assert.throws(() => read(write({ weights }).subarray(0, -4)), /12 bytes for 2 × 2/)
  assert.throws(() => read(Buffer.alloc(4)), /without a header/)
})
