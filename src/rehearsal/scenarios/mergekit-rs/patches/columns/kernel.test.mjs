import assert from 'node:assert/strict'
import test from 'node:test'
import { columnKernel } from '../src/metal/kernel.mjs'

test('the kernel multiplies columns', () => {
  // [1 2; 3 4] times [5 6; 7 8], each column after column.
  assert.deepEqual([...columnKernel([1, 3, 2, 4], [5, 7, 6, 8], [2, 2, 2])], [19, 43, 22, 50])
})
