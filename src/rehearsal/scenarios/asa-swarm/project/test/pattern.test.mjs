// The predetermined pattern.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { density, fromLists, linguisticPattern, maskOf } from '../src/pattern.mjs'

test('a word attends to itself, its head and the words before it', () => {
  // "the cat sleeps": the → cat → sleeps, the root.
  const { neighbours } = linguisticPattern([1, 2, 2], { window: 1 })
  const sets = neighbours.map((list) => [...new Set(list)].sort())
  assert.deepEqual(sets, [
    [0, 1],
    [0, 1, 2],
    [1, 2],
  ])
})

test('the mask has a row for each position', () => {
  assert.deepEqual([...maskOf(fromLists([[0, 1], [], [2]]))], [1, 1, 0, 0, 0, 0, 0, 0, 1])
})

test('a position listed twice is one position in the mask', () => {
  assert.deepEqual([...maskOf(fromLists([[1, 1], [0]]))], [0, 1, 1, 0])
})

test('density is the share of scores kept', () => {
  assert.equal(density(fromLists([[0], [1]])), 0.5)
  assert.equal(density(fromLists([])), 0)
})

test('positions outside the sequence are refused', () => {
  for (const bad of [-1, 2, 0.5, Number.NaN]) assert.throws(() => fromLists([[bad], []]), RangeError)
})
