import assert from 'node:assert/strict'
import { test } from 'node:test'
import { weights } from '../../support/random.mjs'
import { dequantise, quantise } from '../src/quantization/ternary.mjs'

for (const count of [1, 2, 3, 7, 16, 61, 256]) {
  for (let seed = 1; seed <= 6; seed += 1) {
    test(`${count} weights of seed ${seed}: each becomes the nearest of -scale, 0 and scale`, () => {
      const before = weights(count, seed)
      const { trits, scale } = quantise(before)
      assert.equal(scale, before.reduce((sum, weight) => sum + Math.abs(weight), 0) / count)
      const after = dequantise({ trits, scale })
      for (let i = 0; i < count; i += 1) {
        const nearest = Math.min(...[-scale, 0, scale].map((one) => Math.abs(before[i] - one)))
        assert.ok(Math.abs(Math.abs(before[i] - after[i]) - nearest) < 1e-12)
      }
    })
  }
}

for (const factor of [0.001, 0.5, 2, 1000]) {
  test(`weights ${factor} times as large have the same trits`, () => {
    const before = weights(64, 9)
    const scaled = before.map((weight) => weight * factor)
    assert.deepEqual(quantise(scaled).trits, quantise(before).trits)
  })
}

test('nothing but zeros has no scale', () => {
  assert.deepEqual(quantise(new Float64Array(5)), { trits: new Int8Array(5), scale: 0 })
})

test('no weights at all', () => {
  assert.deepEqual(quantise([]), { trits: new Int8Array(0), scale: 0 })
})
