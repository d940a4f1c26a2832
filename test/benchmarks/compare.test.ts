// The verdict on paired and unpaired samples: plain cases, floors, and everything that measurements get wrong.

import { describe, expect, test } from 'vitest'
import { compare, type PairedSamples } from '../../src/domain/benchmarks/compare.ts'
import { compareWithHistory } from '../../src/domain/benchmarks/history.ts'
import { type ComparisonRule, DEFAULT_ROUNDS, DEFAULT_RULE } from '../../src/domain/benchmarks/rule.ts'

/** 40 rounds between 99 and 101, alike on both sides and in another order. */
const calm = Array.from({ length: 40 }, (_, i) => 100 + ((i * 7) % 41) / 20 - 1)
const shuffled = Array.from({ length: 40 }, (_, i) => calm[(i * 11 + 5) % 40] ?? 0)
const times = (factor: number, values = shuffled): number[] => values.map((value) => value * factor)
const repeated = (value: number, count = 12): number[] => Array<number>(count).fill(value)

const samples = (change: Partial<PairedSamples> = {}): PairedSamples => ({
  metric: 'parse.ms',
  unit: 'ms',
  better: 'lower',
  baseline: calm,
  candidate: shuffled,
  ...change,
})
const rule = (change: Partial<ComparisonRule> = {}): ComparisonRule => ({ ...DEFAULT_RULE, ...change })

describe('the verdict', () => {
  test.each<[string, Partial<PairedSamples>, Partial<ComparisonRule>, string, string]>([
    ['the same', {}, {}, 'unchanged', 'within the 2 % that are of no account'],
    ['5 % slower', { candidate: times(1.05) }, {}, 'regressed', 'worse by more than the 2 %'],
    ['5 % faster', { candidate: times(1 / 1.05) }, {}, 'improved', 'better by more than the 2 %'],
    ['5 % less throughput', { better: 'higher', candidate: times(1 / 1.05) }, {}, 'regressed', '% worse'],
    ['twice as fast', { candidate: times(0.5) }, {}, 'improved', '% better'],
    ['1 % slower', { candidate: times(1.01) }, {}, 'unchanged', 'within'],
    ['1 % slower, no floor', { candidate: times(1.01) }, { effectFloorPct: 0 }, 'regressed', ': worse'],
    ['1 % faster, no floor', { candidate: times(1 / 1.01) }, { effectFloorPct: 0 }, 'improved', ': better'],
    ['the same, no floor', {}, { effectFloorPct: 0 }, 'inconclusive', 'open whether worse: more rounds'],
    ['2 % slower', { candidate: times(1.02) }, {}, 'inconclusive', 'open whether worse by more than the 2 %'],
    ['2 % faster', { candidate: times(1 / 1.02) }, {}, 'inconclusive', 'and open whether better'],
    ['5 % slower, 10 % allowed', { candidate: times(1.05) }, { effectFloorPct: 10 }, 'unchanged', 'the 10 %'],
    [
      'always equal',
      { baseline: repeated(48), candidate: repeated(48) },
      { effectFloorPct: 0 },
      'unchanged',
      'no change',
    ],
    ['48 to 50 bytes', { baseline: repeated(48), candidate: repeated(50) }, {}, 'regressed', '4.17 % worse'],
    [
      'a change of exactly the floor',
      { baseline: repeated(100), candidate: repeated(102) },
      {},
      'unchanged',
      'within',
    ],
  ])('%s', (_name, change, ruled, verdict, why) => {
    const found = compare(samples(change), rule(ruled))
    expect(found).toMatchObject({ verdict })
    expect(found.why).toContain(why)
  })

  test.each<[string, number, boolean]>([
    ['unchanged', 1, true],
    ['improved', 1 / 1.05, true],
    ['inconclusive on the good side', 1 / 1.02, true],
    ['inconclusive on the bad side', 1.02, false],
    ['regressed', 1.05, false],
  ])('a regression is ruled out, or not: %s', (_name, cost, expected) => {
    expect(compare(samples({ candidate: times(cost) }), rule()).regressionRuledOut).toBe(expected)
  })

  test('says all in one sentence', () => {
    const found = compare(samples({ baseline: repeated(48), candidate: repeated(50) }), rule())
    expect(found.why).toBe(
      '4.17 % worse, between 4.17 % worse and 4.17 % worse with 99 % confidence: worse by more than the 2 % that are of no account',
    )
  })

  test('gives the ratio as times better, and medians in the unit', () => {
    const found = compare(samples({ baseline: repeated(30), candidate: repeated(15) }), rule())
    expect(found.estimate).toEqual({
      baseline: 30,
      candidate: 15,
      ratio: expect.closeTo(2, 10),
      interval: [expect.closeTo(2, 10), expect.closeTo(2, 10)],
      quartiles: [expect.closeTo(2, 10), expect.closeTo(2, 10)],
      // R: wilcox.test(rep(log(2), 12))$p.value
      pValue: expect.closeTo(0.000_626_925_2, 10),
    })
  })
})

describe('what measurements get wrong', () => {
  const replaced = (
    values: readonly number[],
    at: readonly number[],
    to: (value: number) => number,
  ): number[] => values.map((value, i) => (at.includes(i) ? to(value) : value))

  test.each<[string, Partial<PairedSamples>, string]>([
    [
      'a pause of ten times in 3 of 40 rounds',
      { candidate: replaced(shuffled, [3, 17, 30], (v) => v * 10) },
      'unchanged',
    ],
    [
      'pauses on both sides',
      {
        baseline: replaced(calm, [1, 8], (v) => v * 10),
        candidate: replaced(shuffled, [3, 30], (v) => v * 9),
      },
      'unchanged',
    ],
    [
      'a pause hides no slow-down',
      { baseline: replaced(calm, [3, 17], (v) => v * 10), candidate: times(1.05) },
      'regressed',
    ],
    [
      'a machine that gets slower by half',
      { baseline: calm.map((v, i) => v * (1 + i / 80)), candidate: shuffled.map((v, i) => v * (1 + i / 80)) },
      'unchanged',
    ],
    ['a coarse timer', { baseline: calm.map(Math.round), candidate: shuffled.map(Math.round) }, 'unchanged'],
    [
      'a timer too coarse for the work',
      { baseline: calm.map((_, i) => i % 3), candidate: calm.map((_, i) => (i + 1) % 3) },
      'inconclusive',
    ],
    ['nothing at all on both sides', { baseline: repeated(0), candidate: repeated(0) }, 'unchanged'],
    ['something where there was nothing', { baseline: repeated(0), candidate: repeated(3) }, 'regressed'],
    ['nothing where there was something', { baseline: repeated(3), candidate: repeated(-0) }, 'improved'],
    [
      'the largest and the smallest figure',
      { baseline: repeated(Number.MAX_VALUE), candidate: repeated(Number.MIN_VALUE) },
      'improved',
    ],
  ])('%s', (_name, change, verdict) => {
    expect(compare(samples(change), rule()).verdict).toBe(verdict)
  })

  test.each<[string, Partial<PairedSamples>, string]>([
    ['none', { baseline: [], candidate: [] }, 'there are no samples'],
    [
      'one more',
      { candidate: [...shuffled, 1] },
      '40 samples of the baseline and 41 of the candidate do not make pairs',
    ],
    [
      'no number',
      { candidate: replaced(shuffled, [4], () => Number.NaN) },
      'sample 5 of the candidate is NaN',
    ],
    ['infinite', { baseline: replaced(calm, [0], () => Infinity) }, 'sample 1 of the baseline is Infinity'],
    [
      'negative',
      { baseline: replaced(calm, [39], () => -1) },
      'sample 40 of the baseline is -1: a ratio needs finite figures',
    ],
  ])('samples that cannot be compared: %s', (_name, change, why) => {
    const found = compare(samples(change), rule())
    expect(found).toMatchObject({ verdict: 'inconclusive', regressionRuledOut: false, estimate: undefined })
    expect(found.why).toContain(why)
  })

  test.each<[number, Partial<ComparisonRule>, string]>([
    [1, {}, '1 round, at least 10 are needed'],
    [9, {}, '9 rounds, at least 10 are needed'],
    [8, { minSamples: 1 }, '8 rounds, at least 9 are needed'],
    [11, { level: 0.001 }, '11 rounds, at least 12 are needed'],
  ])('%d rounds are too few under %j', (count, ruled, why) => {
    const found = compare(
      samples({ baseline: repeated(48, count), candidate: repeated(96, count) }),
      rule(ruled),
    )
    expect(found).toMatchObject({ verdict: 'inconclusive', regressionRuledOut: false, samples: count, why })
    expect(found.estimate?.ratio).toBeCloseTo(0.5, 10)
  })

  test('as few rounds as the level allows are enough', () => {
    const few = samples({ baseline: repeated(48, 9), candidate: repeated(96, 9) })
    expect(compare(few, rule({ minSamples: 9 }))).toMatchObject({ verdict: 'regressed' })
  })

  test('a thousand rounds are compared as well', () => {
    const baseline = Array.from({ length: 1000 }, (_, i) => 100 + ((i * 37) % 101) / 5)
    const found = compare(
      samples({ baseline, candidate: baseline.toReversed().map((v) => v * 1.05) }),
      rule(),
    )
    expect(found.verdict).toBe('regressed')
    expect(found.estimate?.ratio).toBeCloseTo(1 / 1.05, 3)
  })
})

describe('against earlier runs', () => {
  const unpaired = (change: Partial<Parameters<typeof compareWithHistory>[0]>) =>
    compareWithHistory(
      {
        metric: 'm',
        unit: 'ms',
        better: 'lower',
        earlier: calm,
        candidate: shuffled.slice(0, 30),
        ...change,
      },
      rule(),
    )

  test.each<[string, Parameters<typeof unpaired>[0], string, string]>([
    ['the same', {}, 'unchanged', 'within'],
    ['5 % slower', { candidate: times(1.05).slice(0, 30) }, 'regressed', 'worse by more than'],
    [
      '5 % more throughput',
      { better: 'higher', candidate: times(1.05).slice(0, 30) },
      'improved',
      'better by more than',
    ],
    [
      'something where there was nothing',
      { earlier: repeated(0), candidate: repeated(1) },
      'regressed',
      'worse',
    ],
    [
      'few',
      { candidate: [1] },
      'inconclusive',
      '40 earlier samples and 1 of the candidate: at least 10 of each are needed',
    ],
    ['none', { candidate: [] }, 'inconclusive', 'there are no samples'],
    ['no earlier ones', { earlier: [] }, 'inconclusive', 'there are no earlier samples'],
    ['no number', { earlier: [Number.NaN] }, 'inconclusive', 'sample 1 of the earlier runs is NaN'],
  ])('%s', (_name, change, verdict, why) => {
    const found = unpaired(change)
    expect(found.verdict).toBe(verdict)
    expect(found.why).toContain(why)
  })

  test('too few for the level', () => {
    const found = compareWithHistory(
      { metric: 'm', unit: 'ms', better: 'lower', earlier: [1, 2, 3], candidate: [1, 2, 3] },
      rule({ minSamples: 2 }),
    )
    expect(found.why).toBe('3 earlier samples and 3 of the candidate: too few for 99 % confidence')
    expect(found.estimate?.interval).toEqual([0, Infinity])
  })
})

test('the defaults fit each other', () => {
  expect(DEFAULT_ROUNDS).toBeGreaterThanOrEqual(DEFAULT_RULE.minSamples)
})
