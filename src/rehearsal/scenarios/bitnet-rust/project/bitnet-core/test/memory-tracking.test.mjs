import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MemoryTracker } from '../src/index.mjs'

for (const device of ['cpu', 'metal']) {
  for (const size of [1, 16, 17, 255, 4096, 2 ** 20]) {
    test(`${size} bytes on ${device} are on record until they are released`, () => {
      const tracker = new MemoryTracker()
      const allocation = tracker.allocate({ size, device, owner: 'layer' })
      assert.equal(tracker.bytesOn(device), size)
      assert.deepEqual(tracker.live, [allocation])
      tracker.release(allocation)
      assert.equal(tracker.bytesOn(device), 0)
      assert.equal(tracker.peakOn(device), size)
      assert.deepEqual(tracker.live, [])
    })
  }
}

for (let count = 1; count <= 12; count += 1) {
  test(`${count} allocations of different sizes, released from both ends`, () => {
    const tracker = new MemoryTracker()
    const all = Array.from({ length: count }, (_, i) =>
      tracker.allocate({ size: i + 1, device: 'cpu', owner: `layer ${i}` }),
    )
    for (let turn = 0; all.length > 0; turn += 1) {
      tracker.release(turn % 2 === 0 ? all.shift() : all.pop())
      assert.deepEqual(tracker.live, all)
      assert.equal(
        tracker.bytesOn('cpu'),
        all.reduce((sum, { size }) => sum + size, 0),
      )
    }
  })
}

for (const size of [0, -1, 1.5, NaN, Infinity]) {
  test(`a size of ${size} is refused`, () => {
    assert.throws(() => new MemoryTracker().allocate({ size, device: 'cpu', owner: 'a' }), /at least 1 byte/)
  })
}

test('devices are counted apart', () => {
  const tracker = new MemoryTracker()
  tracker.allocate({ size: 8, device: 'cpu', owner: 'a' })
  tracker.allocate({ size: 32, device: 'metal', owner: 'a' })
  assert.deepEqual([tracker.bytesOn('cpu'), tracker.bytesOn('metal')], [8, 32])
})

test('what is not on record is not released', () => {
  const tracker = new MemoryTracker()
  const allocation = tracker.allocate({ size: 8, device: 'cpu', owner: 'a' })
  tracker.release(allocation)
  assert.throws(() => tracker.release(allocation), /not on record/)
})
