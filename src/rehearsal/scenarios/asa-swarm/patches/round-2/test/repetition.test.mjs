// A pattern is a set written as a list: a position that is listed twice must not get twice the weight.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attend } from '../src/attention.mjs'
import { fromLists, linguisticPattern } from '../src/pattern.mjs'
import { distance, oracle, randomInput } from '../support/oracle.mjs'

const TOLERANCE = 1e-9

test('a position listed twice counts once', () => {
  const input = randomInput(3, 4, 17)
  const lists = [
    [1, 2, 1],
    [0, 0, 0],
    [2, 1],
  ]
  assert.ok(distance(attend(input, fromLists(lists)), oracle(input, lists)) < TOLERANCE)
})

test('a head that is also in the window counts once', () => {
  const input = randomInput(5, 4, 19)
  const pattern = linguisticPattern([1, 1, 1, 2, 3], { window: 2 })
  assert.ok(
    distance(
      attend(input, pattern),
      oracle(
        input,
        pattern.neighbours.map((list) => [...list]),
      ),
    ) < TOLERANCE,
  )
})

test('the same position may be listed by several others', () => {
  const input = randomInput(4, 2, 23)
  const lists = [[3, 3], [3], [3, 0, 3], [3]]
  assert.ok(distance(attend(input, fromLists(lists)), oracle(input, lists)) < TOLERANCE)
})
