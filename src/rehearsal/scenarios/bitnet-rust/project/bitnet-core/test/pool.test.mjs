import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BufferPool } from '../src/index.mjs'
import { classOf } from '../src/memory/pool.mjs'

for (const [size, bytes] of [
  [1, 16],
  [16, 16],
  [17, 32],
  [100, 128],
  [128, 128],
  [129, 256],
  [65_537, 131_072],
]) {
  test(`${size} bytes are served from the class of ${bytes}`, () => {
    assert.equal(classOf(size), bytes)
    const pool = new BufferPool('cpu')
    assert.equal(pool.take(size, 'layer').byteLength, bytes)
    assert.equal(pool.tracker.bytesOn('cpu'), bytes)
  })
}

for (let count = 1; count <= 8; count += 1) {
  test(`${count} buffers that are given back are used again`, () => {
    const pool = new BufferPool('cpu')
    const round = () => Array.from({ length: count }, () => pool.take(64, 'layer'))
    for (const buffer of round()) pool.give(buffer)
    for (const buffer of round()) pool.give(buffer)
    assert.equal(pool.created, count)
    assert.equal(pool.tracker.bytesOn('cpu'), 0)
    assert.equal(pool.tracker.peakOn('cpu'), 64 * count)
  })
}

test('a buffer from elsewhere is not taken in', () => {
  assert.throws(() => new BufferPool('cpu').give(new ArrayBuffer(16)), /not taken from this pool/)
})

// Memory tracking across pool and tracker: whose buffer is still out.
test('memory tracking: of two equal buffers, the one that is given back leaves the record', () => {
  const pool = new BufferPool('cpu')
  pool.take(64, 'embedding')
  const second = pool.take(64, 'attention')
  pool.give(second)
  assert.deepEqual(
    pool.tracker.live.map(({ owner }) => owner),
    ['embedding'],
  )
  assert.deepEqual(pool.tracker.heldBy('attention'), [])
})
