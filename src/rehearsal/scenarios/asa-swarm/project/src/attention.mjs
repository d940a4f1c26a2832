// The core: scaled dot-product attention restricted to a predetermined pattern.

import { maskOf } from './pattern.mjs'

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
 * attends to nothing gets zeros. Throws a RangeError when the shapes do not fit.
 * @param {Input} input
 * @param {import('./pattern.mjs').Pattern} pattern
 * @returns {Float64Array} N × width, row by row
 */
export function attend(input, pattern) {
  checkShapes(input, pattern)
  const { size, width, queries, keys, values } = input
  const mask = maskOf(pattern)
  const scale = 1 / Math.sqrt(width)
  const scores = new Float64Array(size)
  const output = new Float64Array(size * width)

  for (let position = 0; position < size; position += 1) {
    let highest = Number.NEGATIVE_INFINITY
    for (let other = 0; other < size; other += 1) {
      let score = 0
      for (let feature = 0; feature < width; feature += 1) {
        score += queries[position * width + feature] * keys[other * width + feature]
      }
      scores[other] = mask[position * size + other] === 1 ? score * scale : Number.NEGATIVE_INFINITY
      if (scores[other] > highest) highest = scores[other]
    }
    if (highest === Number.NEGATIVE_INFINITY) continue

    // The highest score is taken off before exp, so that large scores do not overflow.
    let total = 0
    for (let other = 0; other < size; other += 1) {
      scores[other] = Math.exp(scores[other] - highest)
      total += scores[other]
    }
    for (let other = 0; other < size; other += 1) {
      const weight = scores[other] / total
      for (let feature = 0; feature < width; feature += 1) {
        output[position * width + feature] += weight * values[other * width + feature]
      }
    }
  }
  return output
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
