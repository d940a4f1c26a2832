// How well claims are told from other sentences, on sentences labelled by hand. `held-out` was written before the patterns were and
// they were never changed for it.

import { expect, test } from 'vitest'
import { corpus, LABELS, score } from './corpus.ts'

const own = corpus('corpus')
const heldOut = corpus('corpus/held-out')

test('there are enough sentences, half of them claim nothing, and none is there twice', () => {
  const all = [...own, ...heldOut]
  const negatives = all.filter(({ label }) => label === 'neither').length
  expect(own.length).toBeGreaterThanOrEqual(150)
  expect(negatives / all.length).toBeGreaterThanOrEqual(0.5)
  expect(new Set(all.map(({ sentence }) => sentence)).size).toBe(all.length)
  for (const label of LABELS) expect(heldOut.some((one) => one.label === label)).toBe(true)
})

test('on the sentences that the patterns were made for: precision and recall of at least 99 %', () => {
  const { precision, recall } = score(own)
  expect(precision).toBeGreaterThanOrEqual(0.99)
  expect(recall).toBeGreaterThanOrEqual(0.99)
})

test('on held-out sentences: precision of at least 97 %, recall of at least 94 %', () => {
  const { precision, recall } = score(heldOut)
  expect(precision).toBeGreaterThanOrEqual(0.97)
  expect(recall).toBeGreaterThanOrEqual(0.94)
})
