// The data as it is on file, and lines that are no reviews.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LABELS, parseReviews, readReviews } from '../src/reviews.mjs'

test('every product has as many reviews of one label as of the other', async () => {
  const reviews = await readReviews()
  for (const product of new Set(reviews.map((review) => review.product))) {
    const of = (label) => reviews.filter((one) => one.product === product && one.label === label).length
    assert.equal(of('positive'), of('negative'), product)
  }
})

test('no text is there twice', async () => {
  const texts = (await readReviews()).map(({ text }) => text)
  assert.equal(new Set(texts).size, texts.length)
})

test('a line is a product, a label and a text', () => {
  assert.deepEqual(parseReviews('product\tlabel\ttext\ncup\tpositive\tHolds tea.\n'), [
    { product: 'cup', label: 'positive', text: 'Holds tea.' },
  ])
})

for (const [what, line] of [
  ['an unknown label', 'cup\tneutral\tHolds tea.'],
  ['no text', 'cup\tpositive\t'],
  ['a fourth column', 'cup\tpositive\tHolds tea.\t5'],
]) {
  test(`refuses ${what}, by its line`, () => {
    assert.throws(() => parseReviews(`product\tlabel\ttext\n${line}\n`), /^SyntaxError: line 2: expected/)
  })
}

test('there are two labels', () => assert.deepEqual(LABELS, ['negative', 'positive']))
