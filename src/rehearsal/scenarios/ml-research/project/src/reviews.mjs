// The reviews as they are on file.

import { readFile } from 'node:fs/promises'

/** In this order wherever classes are listed. */
export const LABELS = ['negative', 'positive']

const HEAD = 'product\tlabel\ttext'
const FILE = new URL('../data/reviews.tsv', import.meta.url)

/**
 * @typedef {object} Review
 * @property {string} product
 * @property {string} label one of LABELS
 * @property {string} text
 */

/**
 * Throws a SyntaxError with the number of the line that is not a review.
 * @param {string} table tab-separated, with a head
 * @returns {Review[]}
 */
export function parseReviews(table) {
  const [head, ...rows] = table.trimEnd().split('\n')
  if (head !== HEAD) throw new SyntaxError(`line 1: expected ${JSON.stringify(HEAD)}`)
  return rows.map((row, index) => {
    const [product, label, text, ...more] = row.split('\t')
    if (!product || !text || more.length > 0 || !LABELS.includes(label))
      throw new SyntaxError(`line ${index + 2}: expected product, label and text, got ${JSON.stringify(row)}`)
    return { product, label, text }
  })
}

/** @returns {Promise<Review[]>} */
export const readReviews = async () => parseReviews(await readFile(FILE, 'utf8'))
