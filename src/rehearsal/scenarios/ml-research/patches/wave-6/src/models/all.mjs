// The models that are compared, the simplest first.

import { trainMajority, trainWordCount } from './baselines.mjs'
import { trainNaiveBayes } from './naive-bayes.mjs'
import { negatedWords } from './negation.mjs'

/** @type {{ name: string, train: (reviews: import('../reviews.mjs').Review[]) => (text: string) => string }[]} */
export const MODELS = [
  { name: 'majority class', train: trainMajority },
  { name: 'word count', train: trainWordCount },
  { name: 'naive Bayes', train: trainNaiveBayes },
  { name: 'naive Bayes, negations joined', train: (reviews) => trainNaiveBayes(reviews, negatedWords) },
]
