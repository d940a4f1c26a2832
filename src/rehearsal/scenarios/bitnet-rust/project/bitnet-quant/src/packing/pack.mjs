// Five trits in a byte: 3 to the power of 5 is 243, and a byte holds 256.

export const TRITS_PER_BYTE = 5

/** Trits of each byte value: row b holds those of byte b, the first one in its lowest digit. */
export const DIGITS = new Int8Array(243 * TRITS_PER_BYTE)
for (let byte = 0; byte < 243; byte += 1) {
  for (let i = 0, rest = byte; i < TRITS_PER_BYTE; i += 1, rest = Math.floor(rest / 3)) {
    DIGITS[byte * TRITS_PER_BYTE + i] = (rest % 3) - 1
  }
}

export const bytesFor = (count) => Math.ceil(count / TRITS_PER_BYTE)

/** Packs trits; what is missing of the last byte counts as 0. Throws on anything that is no trit. */
export function packTrits(trits) {
  const packed = new Uint8Array(bytesFor(trits.length))
  for (let b = 0; b < packed.length; b += 1) {
    let byte = 0
    for (let i = TRITS_PER_BYTE - 1; i >= 0; i -= 1) {
      const trit = trits[b * TRITS_PER_BYTE + i] ?? 0
      if (trit !== -1 && trit !== 0 && trit !== 1) throw new RangeError(`${trit} is no trit: -1, 0 or 1`)
      byte = byte * 3 + trit + 1
    }
    packed[b] = byte
  }
  return packed
}

/** The first `count` trits. Throws when there are fewer, or a byte that packTrits never writes. */
export function unpackTrits(packed, count) {
  if (packed.length < bytesFor(count)) throw new RangeError(`${packed.length} bytes do not hold ${count} trits`)
  const trits = new Int8Array(count)
  for (let i = 0; i < count; i += 1) {
    const byte = packed[Math.floor(i / TRITS_PER_BYTE)]
    if (byte >= 243) throw new RangeError(`byte ${byte} holds no trits: at most 242`)
    trits[i] = DIGITS[byte * TRITS_PER_BYTE + (i % TRITS_PER_BYTE)]
  }
  return trits
}
