import assert from 'node:assert/strict'
import { test } from 'node:test'
import { trits } from '../../support/random.mjs'
import { bytesFor, packTrits, unpackTrits } from '../src/packing/pack.mjs'

for (let byte = 0; byte < 243; byte += 1) {
  test(`byte ${byte} holds five trits and becomes itself again`, () => {
    const five = unpackTrits(Uint8Array.of(byte), 5)
    // Worked out apart from the table: the value in base three, lowest digit first.
    assert.equal(
      five.reduce((sum, trit, i) => sum + (trit + 1) * 3 ** i, 0),
      byte,
    )
    assert.deepEqual(packTrits(five), Uint8Array.of(byte))
  })
}

for (let byte = 243; byte < 256; byte += 1) {
  test(`byte ${byte} holds no trits and is refused`, () => {
    assert.throws(() => unpackTrits(Uint8Array.of(byte), 1), /holds no trits/)
  })
}

for (let count = 0; count <= 40; count += 1) {
  test(`${count} trits take ${Math.ceil(count / 5)} bytes and come back`, () => {
    const before = trits(count, count + 1)
    const packed = packTrits(before)
    assert.equal(packed.length, bytesFor(count))
    assert.deepEqual(unpackTrits(packed, count), before)
  })
}

for (const value of [2, -2, 0.5, NaN]) {
  test(`${value} is no trit`, () => {
    assert.throws(() => packTrits([0, value]), /no trit/)
  })
}

test('too few bytes are refused', () => {
  assert.throws(() => unpackTrits(new Uint8Array(1), 6), /do not hold 6 trits/)
})
