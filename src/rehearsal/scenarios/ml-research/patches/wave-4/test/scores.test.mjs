// The metrics against values worked out by hand.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accuracy, macroF1 } from '../src/evaluate/scores.mjs'

const judged = (pairs) =>
  pairs.split(' ').map((pair) => ({
    label: pair[0] === '+' ? 'positive' : 'negative',
    answer: pair[1] === '+' ? 'positive' : 'negative',
  }))

for (const [pairs, right, f1] of [
  ['++ --', 1, 1],
  ['+- -+', 0, 0],
  // Negative: 1 hit, 1 wrong, so 2/3. Positive: 2 hits, 1 wrong, so 4/5.
  ['++ ++ +- --', 3 / 4, (2 / 3 + 4 / 5) / 2],
  // One label is absent and is never answered.
  ['++ ++', 1, 1 / 2],
  // All answers the same: 2/3 for that label, nothing for the other.
  ['+- --', 1 / 2, 1 / 3],
]) {
  test(`label and answer ${pairs}`, () => {
    assert.equal(accuracy(judged(pairs)), right)
    assert.ok(Math.abs(macroF1(judged(pairs)) - f1) < 1e-12)
  })
}

test('nothing judged is nothing right', () => assert.deepEqual([accuracy([]), macroF1([])], [0, 0]))
