// What a model is compared with: the commonest label, and a count of words.

import { LABELS } from '../reviews.mjs'
import { words } from '../words.mjs'

/**
 * @typedef {(text: string) => string} Model gives one of LABELS
 * @typedef {import('../reviews.mjs').Review} Review
 */

/**
 * The commonest label whatever is written; the first of LABELS where they are even.
 * @param {Review[]} reviews
 * @returns {Model}
 */
export function trainMajority(reviews) {
  const counts = LABELS.map((label) => reviews.filter((review) => review.label === label).length)
  const commonest = LABELS[counts.indexOf(Math.max(...counts))]
  return () => commonest
}

/**
 * Each word votes for the label in whose reviews it is met more often; where the votes are even, the commonest label.
 * @param {Review[]} reviews
 * @returns {Model}
 */
export function trainWordCount(reviews) {
  const majority = trainMajority(reviews)
  const leaning = new Map()
  for (const { label, text } of reviews) {
    for (const word of words(text))
      leaning.set(word, (leaning.get(word) ?? 0) + (label === 'positive' ? 1 : -1))
  }
  return (text) => {
    const votes = words(text).reduce((sum, word) => sum + Math.sign(leaning.get(word) ?? 0), 0)
    return votes === 0 ? majority(text) : votes > 0 ? 'positive' : 'negative'
  }
}
