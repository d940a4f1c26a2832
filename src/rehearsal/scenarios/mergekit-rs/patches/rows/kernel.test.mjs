import assert from 'node:assert/strict'
import test from 'node:test'
import { multiply, Tensor } from '../src/index.mjs'
import { copiedBytes } from '../src/metal/buffer.mjs'
import { rowKernel } from '../src/metal/kernel.mjs'

test('the kernel multiplies rows', () => {
  // [1 2; 3 4] times [5 6; 7 8], each row after row.
  assert.deepEqual([...rowKernel([1, 2, 3, 4], [5, 6, 7, 8], [2, 2, 2])], [19, 22, 43, 50])
})

test('a product copies its two operands to the device and nothing else', () => {
  const square = Tensor.of([
    [1, 2],
    [3, 4],
  ])
  copiedBytes()
  multiply(square, square)
  assert.equal(copiedBytes(), 2 * 4 * 4)
})
