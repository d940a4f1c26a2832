// What a text is made of, as far as any model here looks.

/**
 * The words of a text in their order, in lower case. Punctuation and figures separate.
 * @param {string} text
 * @returns {string[]}
 */
export function words(text) {
  return text.toLowerCase().match(/\p{L}+/gu) ?? []
}
