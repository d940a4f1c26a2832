// Multinomial naive Bayes over the words of a review, or other features of it, with add-one smoothing.

import { LABELS } from '../reviews.mjs'
import { words } from '../words.mjs'

/**
 * Words that no review of the training part has are left out. Where both labels are equally likely, the first of LABELS.
 * @param {import('../reviews.mjs').Review[]} reviews
 * @param {(text: string) => string[]} [features] what a text consists of; its words unless given
 * @returns {(text: string) => string} gives one of LABELS
 */
export function trainNaiveBayes(reviews, features = words) {
  const vocabulary = new Set(reviews.flatMap(({ text }) => features(text)))
  const classes = LABELS.map((label) => {
    const own = reviews.filter((review) => review.label === label)
    const counts = new Map()
    let total = 0
    for (const word of own.flatMap(({ text }) => features(text))) {
      counts.set(word, (counts.get(word) ?? 0) + 1)
      total += 1
    }
    // Smoothed like the words: a label without a review is unlikely, not impossible.
    const prior = Math.log((own.length + 1) / (reviews.length + LABELS.length))
    const likelihood = (word) => Math.log(((counts.get(word) ?? 0) + 1) / (total + vocabulary.size))
    return { label, prior, likelihood }
  })
  return (text) => {
    const known = features(text).filter((word) => vocabulary.has(word))
    const [best] = classes
      .map(({ label, prior, likelihood }) => ({
        label,
        score: known.reduce((sum, word) => sum + likelihood(word), prior),
      }))
      .toSorted((a, b) => b.score - a.score)
    return best.label
  }
}
