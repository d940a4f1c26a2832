// Which reviews a model learns from, and which it is judged by.

/** FNV-1a: the same number for the same text on every machine. */
function hash(text) {
  let value = 0x811c9dc5
  for (const byte of new TextEncoder().encode(text)) value = Math.imul(value ^ byte, 0x01000193) >>> 0
  return value
}

/**
 * Splits by product: reviews of one product share words that say nothing about any other. A third of the products, chosen by
 * the hash of their names, is for testing; the order of the reviews changes nothing, and no figure is drawn at random.
 * @param {import('../reviews.mjs').Review[]} reviews
 * @returns {{ train: import('../reviews.mjs').Review[], test: import('../reviews.mjs').Review[] }}
 */
export function split(reviews) {
  const products = [...new Set(reviews.map(({ product }) => product))]
  const chosen = products.toSorted((a, b) => hash(a) - hash(b) || (a < b ? -1 : 1))
  const tested = new Set(chosen.slice(0, Math.floor(products.length / 3)))
  return {
    train: reviews.filter(({ product }) => !tested.has(product)),
    test: reviews.filter(({ product }) => tested.has(product)),
  }
}
