// The predetermined pattern: which positions each position attends to, known before any score is computed.

/**
 * @typedef {object} Pattern
 * @property {number} size number of positions
 * @property {readonly Int32Array[]} neighbours for each position the positions it attends to; a set written as a list, so
 *   order and repetition mean nothing
 */

/**
 * A pattern from plain lists. Throws a RangeError for a position outside the sequence.
 * @param {readonly (readonly number[])[]} lists
 * @returns {Pattern}
 */
export function fromLists(lists) {
  const size = lists.length
  for (const [position, list] of lists.entries()) {
    for (const neighbour of list) {
      if (!Number.isInteger(neighbour) || neighbour < 0 || neighbour >= size) {
        throw new RangeError(`position ${position} attends to ${neighbour}; expected 0 to ${size - 1}`)
      }
    }
  }
  return { size, neighbours: lists.map((list) => Int32Array.from(list)) }
}

/**
 * The pattern of a parsed sentence: each position attends to itself, to its grammatical head and to the `window`
 * positions before it.
 * @param {readonly number[]} heads the head of each position; the root is its own head
 * @param {{ window: number }} options
 * @returns {Pattern}
 */
export function linguisticPattern(heads, { window }) {
  return fromLists(
    heads.map((head, position) => {
      const list = [position, head]
      for (let back = 1; back <= window && position - back >= 0; back += 1) list.push(position - back)
      return list
    }),
  )
}

/**
 * The pattern as an N × N mask, row by row: 1 where a position is attended to.
 * @param {Pattern} pattern
 * @returns {Uint8Array}
 */
export function maskOf({ size, neighbours }) {
  const mask = new Uint8Array(size * size)
  for (let position = 0; position < size; position += 1) {
    for (const neighbour of neighbours[position]) mask[position * size + neighbour] = 1
  }
  return mask
}

/**
 * Share of the N × N scores that the pattern keeps, 0 to 1.
 * @param {Pattern} pattern
 */
export function density(pattern) {
  if (pattern.size === 0) return 0
  return maskOf(pattern).reduce((sum, kept) => sum + kept, 0) / pattern.size ** 2
}
