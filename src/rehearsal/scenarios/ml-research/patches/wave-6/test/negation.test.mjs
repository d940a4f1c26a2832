// How far a negation reaches.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { negatedWords } from '../src/models/negation.mjs'

for (const [text, expected] of [
  ['not good', 'not not_good'],
  ['not a good cup', 'not not_a not_good cup'],
  ['good, not bad', 'good not not_bad'],
  ['no leak, no noise', 'no not_leak no not_noise'],
  ['not not good', 'not not not_good'],
  ['a knot', 'a knot'],
  ['not', 'not'],
  ['', ''],
]) {
  test(`${JSON.stringify(text)} is read as ${JSON.stringify(expected)}`, () => {
    assert.equal(negatedWords(text).join(' '), expected)
  })
}
