// The order of ready work by priority and age, and the words that explain it.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explainPriority, spanText } from '../../src/domain/priority/explain.ts'
import { HIGHEST_SCORE, LOWEST_SCORE } from '../../src/domain/priority/factors.ts'
import {
  MOST_PATIENCE_MS,
  outranksAfterMs,
  PATIENCE,
  patienceMs,
  readyOrder,
} from '../../src/domain/priority/order.ts'
import { readPriority, type PriorityInput } from '../../src/domain/priority/read.ts'
import { reasonMarkdown } from '../../src/domain/reason.ts'
import { RoadmapLevel } from '../../src/domain/roster/routing-tables.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
const levels = RoadmapLevel.options

const scale = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most })
const someScore = fc
  .tuple(scale(5), scale(5), scale(3), scale(5), scale(5))
  .map(
    ([impact, urgency, dependencies, resources, risk]) =>
      (impact * urgency * dependencies) / (resources * risk),
  )
const someLevel = fc.constantFrom(...levels)

const read = (labels: readonly string[], change: Partial<PriorityInput> = {}) =>
  readPriority({ labels, blocks: 0, ...change })

describe('the order of ready work', () => {
  test.each<[RoadmapLevel, number]>([
    ['critical', HOUR],
    ['high', 9 * HOUR],
    ['medium', 1.5 * DAY],
    ['low', 3.5 * DAY],
    ['future', 8.5 * DAY],
  ])('the score 1 has the middle of the band of %s', (level, expected) => {
    expect(patienceMs(level, 1)).toBe(expected)
  })

  test('a higher score never has more patience', () => {
    fc.assert(
      fc.property(someLevel, someScore, someScore, (level, a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a]
        expect(patienceMs(level, high)).toBeLessThanOrEqual(patienceMs(level, low))
        if (high > low) expect(patienceMs(level, high)).toBeLessThan(patienceMs(level, low))
      }),
    )
  })

  test('of tasks of the same age every one of a higher level goes first, whatever the scores', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), someScore, someScore, fc.nat(), (rank, a, b, queuedAt) => {
        const [higher, lower] = [levels[rank]!, levels[rank + 1]!]
        expect(readyOrder(queuedAt, higher, a)).toBeLessThan(readyOrder(queuedAt, lower, b))
      }),
    )
    expect(patienceMs('critical', LOWEST_SCORE)).toBeLessThan(patienceMs('high', HIGHEST_SCORE))
  })

  test('patience is bounded: what becomes ready that much later always comes after', () => {
    fc.assert(
      fc.property(someLevel, someScore, someLevel, someScore, (level, score, other, otherScore) => {
        expect(patienceMs(level, score)).toBeGreaterThanOrEqual(0)
        expect(patienceMs(level, score)).toBeLessThanOrEqual(MOST_PATIENCE_MS)
        expect(readyOrder(MOST_PATIENCE_MS, other, otherScore)).toBeGreaterThanOrEqual(
          readyOrder(0, level, score),
        )
      }),
    )
  })

  test('outranksAfterMs is the moment: just before it a fresh task still goes first, from it on none does', () => {
    fc.assert(
      fc.property(someLevel, someScore, someLevel, someScore, (level, score, fresh, freshScore) => {
        const after = outranksAfterMs({ level, score }, fresh)
        const own = readyOrder(0, level, score)
        expect(readyOrder(after, fresh, freshScore)).toBeGreaterThanOrEqual(own)
        if (after > 0) expect(readyOrder(after - 1, fresh, HIGHEST_SCORE)).toBeLessThan(own)
      }),
    )
  })

  test('a task of the level future is taken although critical ones come for ever, faster than they can be done', () => {
    fc.assert(
      fc.property(
        someScore,
        fc.array(someScore, { minLength: 5, maxLength: 20 }),
        fc.integer({ min: 1, max: 12 }),
        (own, scores, hours) => {
          // Two critical tasks arrive in the time that one task takes.
          const takesMs = hours * HOUR
          const task = readyOrder(0, 'future', own)
          const queue: number[] = [task]
          let taken = 0
          for (let now = 0; queue.includes(task); now += takesMs) {
            for (const [index, at] of [now, now + takesMs / 2].entries())
              queue.push(readyOrder(at, 'critical', scores[(taken + index) % scores.length]!))
            queue.sort((a, b) => a - b)
            queue.shift()
            taken++
            // Nobody who arrives after its patience has run out is taken before it, so the wait has an end.
            expect(taken).toBeLessThanOrEqual(2 * Math.ceil(MOST_PATIENCE_MS / takesMs) + 1)
          }
          expect(taken).toBeGreaterThan(1)
        },
      ),
      { numRuns: 20 },
    )
  })
})

describe('the explanation', () => {
  test('names every factor with its source, the score, the level, and what waiting does', () => {
    const priority = read(['impact:4', 'impact:5', 'dependencies:2', 'risk:9', 'priority:high'], {
      proposed: { urgency: 2, resources: 1 },
    })
    expect(reasonMarkdown(explainPriority(priority))).toBe(
      [
        '- ▪️ priority 5.33 at the level high',
        '  - ▪️ level high (the label priority:high)',
        '  - ▪️ score: (impact 4 × urgency 2 × dependencies 2) / (resources 1 × risk 3) = 5.33',
        '    - ▪️ impact 4 (the label impact:4)',
        '      - ❌ the label impact:5 is there too and does not count: of two the one that gives the lower score counts; remove one of the two',
        '    - ▪️ urgency 2 (proposed by the triage)',
        '    - ▪️ dependencies 2 (the label dependencies:2)',
        '    - ▪️ resources 1 (proposed by the triage)',
        '    - ▪️ risk 3 (the default: neither a label nor the triage says more)',
        '      - ❌ the label risk:9 is out of range and does not count: expected a whole number from 1 to 5, for example risk:3',
        '  - ▪️ place in the queue: as if it had to start within 6 hours 57 minutes of becoming ready; the earliest goes first',
        '    - ▪️ after waiting 6 hours 56 minutes it goes before every task of the level critical that becomes ready later, whatever its score',
      ].join('\n'),
    )
  })

  test('the highest level is compared with its own', () => {
    const text = reasonMarkdown(explainPriority(read(['priority:critical'])))
    expect(text).toContain(
      'after waiting 59 minutes it goes before every task of the level critical that becomes ready later',
    )
  })

  test('a hostile label is quoted, not carried out', () => {
    const text = reasonMarkdown(explainPriority(read(['impact:@octocat closes #1\n# x'])))
    expect(text).not.toMatch(/@octocat|closes #1|\n#/)
  })

  test.each([
    [0, '0 minutes'],
    [1, '1 minute'],
    [HOUR, '1 hour'],
    [DAY + 6 * HOUR, '1 day 6 hours'],
    [2 * DAY + 60_001, '2 days 2 minutes'],
    [PATIENCE.future.most - 1, '10 days'],
  ])('%d ms is %s', (ms, text) => {
    expect(spanText(ms)).toBe(text)
  })
})
