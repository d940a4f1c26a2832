// Where sub-issues go as a list grows past GitHub's hundred, and which dependencies GitHub can show.

import { describe, expect, test } from 'vitest'
import {
  MAX_DEPENDENCIES,
  placeSubIssues,
  showableDependencies,
  type Parent,
} from '../../src/domain/hierarchy/place.ts'

const topics = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `t${from + i}`)
const parent = (count: number, own: string[] = []): Parent => ({ count, topics: own })

describe('placeSubIssues', () => {
  test.each<[string, Parent[], string[], string[], number, string[]]>([
    ['below the task while there is room', [parent(0)], ['a', 'b'], ['a→0', 'b→0'], 0, []],
    ['nothing that stands somewhere', [parent(2, ['a']), parent(1, ['b'])], ['a', 'b'], [], 0, []],
    ['none twice', [parent(0)], ['a', 'a'], ['a→0'], 0, []],
    ['nothing wanted', [], [], [], 0, []],
    ['the ninetieth below the task', [parent(89)], ['a', 'b'], ['a→0', 'b→1'], 1, []],
    ['other people’s count too', [parent(95)], ['a'], ['a→1'], 1, []],
    ['into the continuation that has room', [parent(91), parent(99)], ['a', 'b'], ['a→1', 'b→2'], 1, []],
    ['not back below the task once it has gone on', [parent(12), parent(3)], ['a'], ['a→1'], 0, []],
    ['into an old continuation with room', [parent(92), parent(50), parent(100)], ['a'], ['a→1'], 0, []],
    ['a task that people filled', [parent(100)], ['a'], [], 0, ['a']],
    [
      'all continuations full',
      [parent(100), ...Array.from({ length: 10 }, () => parent(100))],
      ['a'],
      [],
      0,
      ['a'],
    ],
  ])('%s', (_name, existing, wanted, placed, continuations, overflow) => {
    const placement = placeSubIssues(existing, wanted)
    expect(placement.placed.map((one) => `${one.topic}→${one.parent}`)).toEqual(placed)
    expect([placement.continuations, placement.overflow]).toEqual([continuations, overflow])
  })

  test('1,090 fit, in order, and no issue holds more than a hundred', () => {
    const { placed, continuations, overflow } = placeSubIssues([parent(0)], topics(0, 1100))
    const counts = Map.groupBy(placed, (one) => one.parent)
    expect([...counts].map(([, list]) => list.length)).toEqual([90, ...Array.from({ length: 10 }, () => 100)])
    expect([continuations, overflow]).toEqual([10, topics(1090, 10)])
    expect(placed.map(({ topic }) => topic)).toEqual(topics(0, 1090))
  })

  test('one by one comes to the same as all at once', () => {
    const state = [{ count: 0, topics: [] as string[] }]
    for (const topic of topics(0, 300)) {
      const { placed, continuations } = placeSubIssues(state, [topic])
      for (let i = 0; i < continuations; i += 1) {
        state[0]!.count += 1
        state.push({ count: 0, topics: [] })
      }
      const at = state[placed[0]!.parent]!
      at.count += 1
      at.topics.push(topic)
    }
    const whole = placeSubIssues([parent(0)], topics(0, 300)).placed
    const place = new Map(whole.map((one) => [one.topic, one.parent]))
    expect(state.every(({ topics: own }, index) => own.every((topic) => place.get(topic) === index))).toBe(
      true,
    )
    expect(state.map(({ count }) => count)).toEqual([93, 100, 100, 10])
  })
})

describe('showableDependencies', () => {
  const fan = (count: number, turn: boolean) =>
    Array.from({ length: count }, (_, i) =>
      turn ? { blocked: 1, blocking: i + 2 } : { blocked: i + 2, blocking: 1 },
    )
  test.each([
    ['what blocks one issue', fan(60, true)],
    ['what one issue blocks', fan(60, false)],
  ])('%s: fifty', (_name, wanted) => {
    const { shown, left } = showableDependencies(wanted)
    expect([shown.length, left]).toEqual([MAX_DEPENDENCIES, wanted.slice(50)])
  })

  test('none twice, and none on itself', () => {
    const one = { blocked: 1, blocking: 2 }
    expect(showableDependencies([one, one, { blocked: 3, blocking: 3 }])).toEqual({ shown: [one], left: [] })
  })
})
