// What users of the package see.

export { LABELS, parseReviews, readReviews } from './reviews.mjs'
export { words } from './words.mjs'
