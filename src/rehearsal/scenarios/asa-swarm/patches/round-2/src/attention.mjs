// The core: scaled dot-product attention restricted to a predetermined pattern.

/**
 * @typedef {object} Input
 * @property {number} size number of positions, N
 * @property {number} width features of one position
 * @property {Float64Array | Float32Array} queries N × width, row by row
 * @property {Float64Array | Float32Array} keys N × width, row by row
 * @property {Float64Array | Float32Array} values N × width, row by row
 */

/**
 * For each position the mean of the values it attends to, weighted by the softmax of its scaled scores. A position that
 * attends to nothing gets zeros. Only scores inside the pattern are computed: O(N × k) for k attended positions each.
 * A position that is listed twice counts once. Throws a RangeError when the shapes do not fit.
 * @param {Input} input
 * @param {import('./pattern.mjs').Pattern} pattern
 * @returns {Float64Array} N × width, row by row
 */
export function attend(input, pattern) {
  checkShapes(input, pattern)
  const { size, width, queries, keys, values } = input
  const scale = 1 / Math.sqrt(width)
  const scores = new Float64Array(longest(pattern))
  const attended = new Int32Array(scores.length)
  // The position that last attended to each one: a repetition is recognised without a set for every position.
  const lastSeenBy = new Int32Array(size).fill(-1)
  const output = new Float64Array(size * width)

  for (let position = 0; position < size; position += 1) {
    const row = position * width
    let count = 0
    for (const other of pattern.neighbours[position]) {
      if (lastSeenBy[other] === position) continue
      lastSeenBy[other] = position
      attended[count] = other
      count += 1
    }
    let highest = Number.NEGATIVE_INFINITY
    for (let index = 0; index < count; index += 1) {
      const other = attended[index] * width
      let score = 0
      for (let feature = 0; feature < width; feature += 1)
        score += queries[row + feature] * keys[other + feature]
      scores[index] = score * scale
      if (scores[index] > highest) highest = scores[index]
    }

    // The highest score is taken off before exp, so that large scores do not overflow.
    let total = 0
    for (let index = 0; index < count; index += 1) {
      scores[index] = Math.exp(scores[index] - highest)
      total += scores[index]
    }
    for (let index = 0; index < count; index += 1) {
      const weight = scores[index] / total
      const other = attended[index] * width
      for (let feature = 0; feature < width; feature += 1)
        output[row + feature] += weight * values[other + feature]
    }
  }
  return output
}

/** The most positions that any one attends to: the room that the scores of one position need. */
function longest({ neighbours }) {
  return neighbours.reduce((most, list) => Math.max(most, list.length), 0)
}

function checkShapes({ size, width, queries, keys, values }, pattern) {
  if (pattern.size !== size)
    throw new RangeError(`the pattern is for ${pattern.size} positions, the input has ${size}`)
  for (const [name, matrix] of Object.entries({ queries, keys, values })) {
    if (matrix.length !== size * width) {
      throw new RangeError(`${name} holds ${matrix.length} numbers; expected ${size} × ${width}`)
    }
  }
}
