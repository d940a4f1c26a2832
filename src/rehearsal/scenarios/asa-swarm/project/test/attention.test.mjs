// Correctness of the core against the oracle, and its edge cases.

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attend } from '../src/attention.mjs'
import { fromLists } from '../src/pattern.mjs'
import { distance, oracle, randomInput, randomLists } from '../support/oracle.mjs'

const TOLERANCE = 1e-9

for (const [size, width, k] of [
  [1, 1, 1],
  [5, 3, 2],
  [16, 8, 4],
  [40, 16, 7],
]) {
  test(`equals the oracle for N=${size}, width=${width}, k=${k}`, () => {
    const input = randomInput(size, width, 11 * size + k)
    const lists = randomLists(size, k, 7 * size + k)
    assert.ok(distance(attend(input, fromLists(lists)), oracle(input, lists)) < TOLERANCE)
  })
}

test('equals full attention when every position attends to all (k = N)', () => {
  const input = randomInput(12, 4, 3)
  const lists = Array.from({ length: 12 }, () => Array.from({ length: 12 }, (_, other) => other))
  assert.ok(distance(attend(input, fromLists(lists)), oracle(input, lists)) < TOLERANCE)
})

test('copies the value of the only attended position (k = 1)', () => {
  const input = randomInput(4, 3, 5)
  const output = attend(input, fromLists([[2], [0], [3], [1]]))
  for (const [position, other] of [2, 0, 3, 1].entries()) {
    assert.deepEqual(
      [...output.slice(position * 3, position * 3 + 3)],
      [...input.values.slice(other * 3, other * 3 + 3)],
    )
  }
})

test('gives zeros to a position that attends to nothing', () => {
  const output = attend(randomInput(3, 2, 8), fromLists([[0, 1], [], [2]]))
  assert.deepEqual([...output.slice(2, 4)], [0, 0])
  assert.ok(output.every(Number.isFinite))
})

test('does not look at positions outside the pattern', () => {
  const input = randomInput(6, 4, 13)
  const lists = [[0, 1], [1], [2, 0], [3, 1], [4], [0, 2]]
  const before = attend(input, fromLists(lists))
  input.keys.fill(1e6, 5 * 4)
  input.values.fill(-1e6, 5 * 4)
  assert.deepEqual([...attend(input, fromLists(lists))], [...before])
})

test('stays finite for large scores', () => {
  const input = randomInput(8, 4, 21)
  input.queries = input.queries.map((value) => value * 1e3)
  input.keys = input.keys.map((value) => value * 1e3)
  const lists = randomLists(8, 3, 22)
  assert.ok(distance(attend(input, fromLists(lists)), oracle(input, lists)) < TOLERANCE)
})

test('takes 32-bit inputs', () => {
  const input = randomInput(10, 4, 31, Float32Array)
  const lists = randomLists(10, 3, 32)
  assert.ok(distance(attend(input, fromLists(lists)), oracle(input, lists)) < TOLERANCE)
})

test('gives nothing for an empty sequence', () => {
  assert.equal(attend(randomInput(0, 4, 1), fromLists([])).length, 0)
})

test('refuses shapes that do not fit', () => {
  const input = randomInput(3, 2, 1)
  assert.throws(() => attend(input, fromLists([[0], [1]])), /the pattern is for 2 positions, the input has 3/)
  assert.throws(
    () => attend({ ...input, keys: new Float64Array(5) }, fromLists([[0], [1], [2]])),
    /keys holds 5 numbers/,
  )
})
