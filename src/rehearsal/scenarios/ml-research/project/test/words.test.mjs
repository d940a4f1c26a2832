// What counts as a word.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { words } from '../src/words.mjs'

for (const [text, expected] of [
  ['Boils fast, pours well.', ['boils', 'fast', 'pours', 'well']],
  ['5 stars!', ['stars']],
  ['Größe paßt', ['größe', 'paßt']],
  ['…', []],
]) {
  test(`the words of ${JSON.stringify(text)}`, () => assert.deepEqual(words(text), expected))
}
