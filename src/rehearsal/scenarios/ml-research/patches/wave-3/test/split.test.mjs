// The split keeps products apart and is the same every time.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { split } from '../src/data/split.mjs'
import { LABELS, readReviews } from '../src/reviews.mjs'

const reviews = await readReviews()
const products = (part) => [...new Set(part.map(({ product }) => product))].sort()

test('no product is in both parts, and no review is lost', () => {
  const { train, test: held } = split(reviews)
  assert.deepEqual(
    products(train).filter((product) => products(held).includes(product)),
    [],
  )
  assert.equal(train.length + held.length, reviews.length)
})

test('a third of the products is for testing', () => {
  assert.equal(products(split(reviews).test).length, products(reviews).length / 3)
})

test('the order of the reviews changes nothing', () => {
  assert.deepEqual(products(split(reviews.toReversed()).test), products(split(reviews).test))
})

test('both parts have both labels in equal number', () => {
  for (const part of Object.values(split(reviews))) {
    const [negative, positive] = LABELS.map((label) => part.filter((one) => one.label === label).length)
    assert.equal(negative, positive)
  }
})

test('too few products leave nothing to test by', () => {
  const few = reviews.filter(({ product }) => product === 'lamp')
  assert.deepEqual(split(few), { train: few, test: [] })
  assert.deepEqual(split([]), { train: [], test: [] })
})
