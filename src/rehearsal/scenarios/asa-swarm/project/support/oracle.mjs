// Attention as its definition reads, slow and plain, and repeatable inputs: what the tests compare with.

/** Attention over the set of attended positions, one position at a time. */
export function oracle({ size, width, queries, keys, values }, lists) {
  const row = (matrix, position) => Array.from(matrix.slice(position * width, (position + 1) * width))
  const dot = (a, b) => a.reduce((sum, value, feature) => sum + value * b[feature], 0)
  const rows = lists.map((list, position) => {
    const attended = [...new Set(list)]
    const scores = attended.map((other) => dot(row(queries, position), row(keys, other)) / Math.sqrt(width))
    const highest = Math.max(...scores)
    const weights = scores.map((score) => Math.exp(score - highest))
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    const sum = new Array(width).fill(0)
    for (const [index, other] of attended.entries()) {
      for (const [feature, value] of row(values, other).entries())
        sum[feature] += (weights[index] / total) * value
    }
    return sum
  })
  return Float64Array.from(rows.slice(0, size).flat())
}

/** A small generator with a seed (mulberry32), so that a failing test fails again. */
export function generator(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Random queries, keys and values between -1 and 1. */
export function randomInput(size, width, seed, Type = Float64Array) {
  const random = generator(seed)
  const matrix = () => Type.from({ length: size * width }, () => random() * 2 - 1)
  return { size, width, queries: matrix(), keys: matrix(), values: matrix() }
}

/** Lists of `k` different positions for each of `size` positions. */
export function randomLists(size, k, seed) {
  const random = generator(seed)
  return Array.from({ length: size }, () => {
    const chosen = new Set()
    while (chosen.size < k) chosen.add(Math.floor(random() * size))
    return [...chosen]
  })
}

/** The largest difference between two outputs; NaN when one of them is not a number somewhere. */
export const distance = (a, b) =>
  a.reduce((most, value, index) => Math.max(most, Math.abs(value - b[index])), 0)
