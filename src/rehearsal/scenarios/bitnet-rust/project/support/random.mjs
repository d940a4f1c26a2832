// Numbers that look random and are the same every time (mulberry32).

export function generator(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** `count` numbers around 0, the larger ones rarer. */
export function weights(count, seed) {
  const random = generator(seed)
  return Float64Array.from({ length: count }, () => random() + random() + random() - 1.5)
}

export function trits(count, seed) {
  const random = generator(seed)
  return Int8Array.from({ length: count }, () => Math.floor(random() * 3) - 1)
}
