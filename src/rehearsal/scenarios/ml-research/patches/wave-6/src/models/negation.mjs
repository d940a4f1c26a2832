// A negation turns the words after it round: they become words of their own.

import { words } from '../words.mjs'

const NEGATIONS = new Set(['never', 'no', 'not', 'nothing', 'without'])

/** How many words after a negation it still reaches. */
const REACH = 2

/**
 * The words of a text, those after a negation as `not_word`. The negation itself stays.
 * @param {string} text
 * @returns {string[]}
 */
export function negatedWords(text) {
  let left = 0
  return words(text).map((word) => {
    if (NEGATIONS.has(word)) {
      left = REACH
      return word
    }
    left -= 1
    return left >= 0 ? `not_${word}` : word
  })
}
