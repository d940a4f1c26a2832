// What users of the package see.

export { trainNaiveBayes } from './models/naive-bayes.mjs'
export { LABELS, parseReviews, readReviews } from './reviews.mjs'
export { words } from './words.mjs'
