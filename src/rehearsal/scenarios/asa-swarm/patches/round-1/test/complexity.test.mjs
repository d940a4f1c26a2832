// The work grows with N × k, not with N²: counted in reads of the keys, so no clock is involved.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attend } from '../src/attention.mjs'
import { fromLists } from '../src/pattern.mjs'
import { randomInput, randomLists } from '../support/oracle.mjs'

/** How many numbers of the keys one pass reads. */
function keyReads(size, width, k) {
  let reads = 0
  const input = randomInput(size, width, 1)
  const keys = new Proxy(input.keys, {
    get: (target, name) => {
      if (typeof name === 'string' && /^\d+$/.test(name)) reads += 1
      return Reflect.get(target, name)
    },
  })
  attend({ ...input, keys }, fromLists(randomLists(size, k, 2)))
  return reads
}

for (const [size, width, k] of [
  [32, 4, 3],
  [64, 4, 3],
  [128, 4, 3],
  [128, 4, 6],
]) {
  test(`reads ${size} × ${k} keys for N=${size}, k=${k}`, () => {
    assert.equal(keyReads(size, width, k), size * k * width)
  })
}
