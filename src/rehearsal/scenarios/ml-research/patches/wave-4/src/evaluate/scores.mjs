// What is measured of a model's answers.

import { LABELS } from '../reviews.mjs'

/** @typedef {{ label: string, answer: string }} Judged */

/** The share of answers that are right; 0 where there is none. @param {Judged[]} judged */
export const accuracy = (judged) =>
  judged.length === 0 ? 0 : judged.filter(({ label, answer }) => label === answer).length / judged.length

/**
 * The mean of each label's F1, every label counting the same. A label that neither is nor was answered has 0.
 * @param {Judged[]} judged
 */
export function macroF1(judged) {
  const each = LABELS.map((of) => {
    const hits = judged.filter(({ label, answer }) => label === of && answer === of).length
    const wrong = judged.filter(
      ({ label, answer }) => label !== answer && (label === of || answer === of),
    ).length
    return hits + wrong === 0 ? 0 : (2 * hits) / (2 * hits + wrong)
  })
  return each.reduce((sum, one) => sum + one, 0) / LABELS.length
}
