// Priority: the formula and its ranges, and where factors and level come from. Order and words: priority-order.test.ts.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkFactors,
  FACTOR_NAMES,
  Factors,
  HIGHEST_SCORE,
  LOWEST_SCORE,
  SCALES,
  score,
  type FactorName,
} from '../../src/domain/priority/factors.ts'
import { readPriority, type PriorityInput } from '../../src/domain/priority/read.ts'
import type { RoadmapLevel } from '../../src/domain/roster/routing-tables.ts'

const plain = { impact: 3, urgency: 3, dependencies: 1, resources: 3, risk: 3 }

const factorValue = (name: FactorName): fc.Arbitrary<number> => fc.integer({ min: 1, max: SCALES[name].most })
const someFactors = fc.record({
  impact: factorValue('impact'),
  urgency: factorValue('urgency'),
  dependencies: factorValue('dependencies'),
  resources: factorValue('resources'),
  risk: factorValue('risk'),
})
const someScore = someFactors.map((factors) => score(Factors.parse(factors)))

describe('the score', () => {
  test.each([
    ['middling work that nothing waits for', {}, 1],
    ['the highest', { impact: 5, urgency: 5, dependencies: 3, resources: 1, risk: 1 }, 75],
    ['the lowest', { impact: 1, urgency: 1, dependencies: 1, resources: 5, risk: 5 }, 0.04],
    ['an example', { impact: 4, urgency: 3, dependencies: 2, resources: 1, risk: 3 }, 8],
  ])('%s', (_, change, expected) => {
    expect(score(Factors.parse({ ...plain, ...change }))).toBeCloseTo(expected, 12)
  })

  test('stays between 1/25 and 75', () => {
    expect([LOWEST_SCORE, HIGHEST_SCORE]).toEqual([1 / 25, 75])
    fc.assert(
      fc.property(someScore, (value) => {
        expect(value).toBeGreaterThanOrEqual(LOWEST_SCORE)
        expect(value).toBeLessThanOrEqual(HIGHEST_SCORE)
      }),
    )
  })

  test.each<[FactorName, 'rises' | 'falls']>([
    ['impact', 'rises'],
    ['urgency', 'rises'],
    ['dependencies', 'rises'],
    ['resources', 'falls'],
    ['risk', 'falls'],
  ])('%s: the score %s with it, whatever the others are', (name, way) => {
    fc.assert(
      fc.property(someFactors, (factors) => {
        const values = Array.from({ length: SCALES[name].most }, (_, i) => i + 1)
        const scores = values.map((value) => score(Factors.parse({ ...factors, [name]: value })))
        const sorted = [...new Set(scores)].toSorted((a, b) => (way === 'rises' ? a - b : b - a))
        expect(scores).toEqual(sorted)
      }),
    )
  })
})

describe('ranges', () => {
  test.each([
    ['too large', { impact: 6 }, ['impact is 6 | a whole number from 1 to 5 | impact: 4']],
    ['too small', { risk: 0 }, ['risk is 0 | a whole number from 1 to 5 | risk: 3']],
    [
      'its own range',
      { dependencies: 4 },
      ['dependencies is 4 | a whole number from 1 to 3 | dependencies: 2'],
    ],
    ['a fraction', { urgency: 2.5 }, ['urgency is 2.5 | a whole number from 1 to 5 | urgency: 2']],
    ['a text', { resources: '3' }, ['resources is "3" | a whole number from 1 to 5 | resources: 1']],
    ['not a number', { impact: Number.NaN }, ['impact is NaN | a whole number from 1 to 5 | impact: 4']],
    ['nothing', { impact: undefined }, ['impact is undefined | a whole number from 1 to 5 | impact: 4']],
    ['a list', { impact: [1] }, ['impact is a list | a whole number from 1 to 5 | impact: 4']],
    [
      'a factor that there is not',
      { effort: 2 },
      ['effort is no factor | one of: impact, urgency, dependencies, resources, risk | impact: 4'],
    ],
    [
      'everything at once',
      { impact: 0, urgency: 9, dependencies: -1, resources: null, risk: 1e9, x: 1 },
      [
        'impact is 0',
        'urgency is 9',
        'dependencies is -1',
        'resources is null',
        'risk is 1000000000',
        'x is no factor',
      ],
    ],
  ])('%s', (_, change, expected) => {
    const checked = checkFactors({ ...plain, ...change })
    const lines = checked.ok
      ? []
      : checked.problems.map(({ message, expected, example }) => `${message} | ${expected} | ${example}`)
    expect(lines).toHaveLength(expected.length)
    for (const [index, start] of expected.entries()) expect(lines[index]).toContain(start)
  })

  test.each([
    ['factors within their ranges', plain, []],
    ['one that is missing', { ...plain, risk: undefined, impact: 1 }, ['risk']],
    ['no factors at all', {}, [...FACTOR_NAMES]],
    ['nothing', null, ['']],
    ['a text', 'impact: 3', ['']],
  ])('%s', (_, input, expected) => {
    const checked = checkFactors(input)
    expect(checked.ok ? [] : checked.problems.map(({ path }) => path.join('.'))).toEqual(expected)
    if (checked.ok) expect(checked.factors).toEqual(plain)
  })
})

const read = (labels: readonly string[], change: Partial<PriorityInput> = {}) =>
  readPriority({ labels, blocks: 0, ...change })

describe('where the factors come from', () => {
  test('without anything said, every factor is neutral, nothing waits, and the score is 1', () => {
    const priority = read([])
    expect(priority).toMatchObject({ factors: plain, score: 1, level: 'medium' })
    expect(priority.from.impact.source).toBe('the default: neither a label nor the triage says more')
    expect(priority.from.dependencies.source).toBe('0 open issues wait for this one')
  })

  test.each<[string, PriorityInput, FactorName, number, string, string[]]>([
    ['a label', { labels: ['impact:4'], blocks: 0 }, 'impact', 4, 'the label impact:4', []],
    ['in capitals', { labels: ['IMPACT:4'], blocks: 0 }, 'impact', 4, 'the label impact:4', []],
    [
      'a label before the triage',
      { labels: ['urgency:1'], proposed: { urgency: 5 }, blocks: 0 },
      'urgency',
      1,
      'the label urgency:1',
      [],
    ],
    [
      'the triage',
      { labels: ['baton'], proposed: { risk: 2 }, blocks: 0 },
      'risk',
      2,
      'proposed by the triage',
      [],
    ],
    [
      'a triage out of range',
      { labels: [], proposed: { risk: 7 }, blocks: 0 },
      'risk',
      3,
      'the default: neither a label nor the triage says more',
      ['the triage proposed 7, which is out of range: expected a whole number from 1 to 5'],
    ],
    [
      'a label out of range',
      { labels: ['impact:9'], proposed: { impact: 2 }, blocks: 0 },
      'impact',
      2,
      'proposed by the triage',
      [
        'the label impact:9 is out of range and does not count: expected a whole number from 1 to 5, for example impact:4',
      ],
    ],
    [
      'a label out of range beside a good one',
      { labels: ['impact:05', 'impact:2'], blocks: 0 },
      'impact',
      2,
      'the label impact:2',
      [
        'the label impact:05 is out of range and does not count: expected a whole number from 1 to 5, for example impact:4',
      ],
    ],
    ['the graph', { labels: [], blocks: 1 }, 'dependencies', 2, '1 open issue waits for this one', []],
    [
      'a label before the graph',
      { labels: ['dependencies:1'], blocks: 8 },
      'dependencies',
      1,
      'the label dependencies:1',
      [],
    ],
    [
      'a label that only other factors could have',
      { labels: ['dependencies:5'], blocks: 0 },
      'dependencies',
      1,
      '0 open issues wait for this one',
      [
        'the label dependencies:5 is out of range and does not count: expected a whole number from 1 to 3, for example dependencies:2',
      ],
    ],
  ])('%s', (_, input, name, value, source, notes) => {
    expect(readPriority(input).from[name]).toEqual({ value, source, notes })
  })

  test.each([
    [0, 1],
    [1, 2],
    [2, 2],
    [3, 3],
    [400, 3],
  ])('%d issues that wait make the dependencies %d', (blocks, expected) => {
    expect(read([], { blocks }).factors.dependencies).toBe(expected)
  })

  test.each<[FactorName, number]>([
    ['impact', 1],
    ['urgency', 1],
    ['dependencies', 1],
    ['resources', 3],
    ['risk', 3],
  ])('two labels of %s never raise the score: %d counts, and the other is named', (name, counts) => {
    const other = counts === 1 ? 3 : 1
    for (const labels of [
      [`${name}:1`, `${name}:3`],
      [`${name}:3`, `${name}:1`],
    ]) {
      const priority = read(labels)
      expect(priority.factors[name]).toBe(counts)
      expect(priority.from[name].notes).toEqual([
        `the label ${name}:${other} is there too and does not count: of two the one that gives the lower score counts; remove one of the two`,
      ])
    }
  })

  test.each([
    ['impact:'],
    ['impact:high'],
    ['impact:-1'],
    ['impact: 4'],
    ['impact:4.5'],
    ['impact:१'],
    ['impact:1e0'],
  ])('the label %j is reported and does not count', (label) => {
    const { value, notes } = read([label]).from.impact
    expect(value).toBe(3)
    expect(notes).toHaveLength(1)
    expect(notes[0]).toContain(`the label ${label.toLowerCase()} is out of range`)
  })

  test.each([['impact'], ['my-impact:5'], ['impact/5'], ['component:impact:5']])(
    'the label %j is somebody else’s',
    (label) => {
      expect(read([label]).from.impact).toMatchObject({ value: 3, notes: [] })
    },
  )
})

describe('the level', () => {
  test.each<[string, string[], Partial<PriorityInput>, RoadmapLevel, string, string[]]>([
    ['a label', ['priority:high'], {}, 'high', 'the label priority:high', []],
    ['in capitals', ['Priority:Critical'], {}, 'critical', 'the label priority:critical', []],
    ['no label', [], {}, 'medium', 'the default', []],
    ['the policy', [], { defaultLevel: 'low' }, 'low', "the policy's default", []],
    [
      'a label before the policy',
      ['priority:future'],
      { defaultLevel: 'high' },
      'future',
      'the label priority:future',
      [],
    ],
    [
      'two labels',
      ['priority:low', 'priority:critical'],
      {},
      'low',
      'the label priority:low',
      [
        'the label priority:critical is there too and does not count: of two levels the lower one counts; remove one of the two',
      ],
    ],
    [
      'a level that there is not',
      ['priority:urgent'],
      {},
      'medium',
      'the default',
      [
        'the label priority:urgent does not count: expected one of critical, high, medium, low, future, for example priority:high',
      ],
    ],
  ])('%s', (_, labels, change, value, source, notes) => {
    expect(read(labels, change).levelFrom).toEqual({ value, source, notes })
  })
})
