// Multinomial naive Bayes over the words of a review, with add-one smoothing.

import { LABELS } from '../reviews.mjs'
import { words } from '../words.mjs'

/**
 * Words that no review of the training part has are left out. Where both labels are equally likely, the first of LABELS.
 * @param {import('../reviews.mjs').Review[]} reviews
 * @returns {(text: string) => string} gives one of LABELS
 */
export function trainNaiveBayes(reviews) {
  const vocabulary = new Set(reviews.flatMap(({ text }) => words(text)))
  const classes = LABELS.map((label) => {
    const own = reviews.filter((review) => review.label === label)
    const counts = new Map()
    let total = 0
    for (const word of own.flatMap(({ text }) => words(text))) {
      counts.set(word, (counts.get(word) ?? 0) + 1)
      total += 1
    }
    // Smoothed like the words: a label without a review is unlikely, not impossible.
    const prior = Math.log((own.length + 1) / (reviews.length + LABELS.length))
    const likelihood = (word) => Math.log(((counts.get(word) ?? 0) + 1) / (total + vocabulary.size))
    return { label, prior, likelihood }
  })
  return (text) => {
    const known = words(text).filter((word) => vocabulary.has(word))
    const [best] = classes
      .map(({ label, prior, likelihood }) => ({
        label,
        score: known.reduce((sum, word) => sum + likelihood(word), prior),
      }))
      .toSorted((a, b) => b.score - a.score)
    return best.label
  }
}
