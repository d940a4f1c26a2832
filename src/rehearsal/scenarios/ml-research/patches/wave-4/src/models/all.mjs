// The models that are compared, the simplest first.

import { trainMajority, trainWordCount } from './baselines.mjs'
import { trainNaiveBayes } from './naive-bayes.mjs'

/** @type {{ name: string, train: (reviews: import('../reviews.mjs').Review[]) => (text: string) => string }[]} */
export const MODELS = [
  { name: 'majority class', train: trainMajority },
  { name: 'word count', train: trainWordCount },
  { name: 'naive Bayes', train: trainNaiveBayes },
]
