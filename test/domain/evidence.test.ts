// Measurements and claims: only what was recorded for this head counts, and nothing is rounded in anybody's favour.

import { describe, expect, test } from 'vitest'
import { checkClaim } from '../../src/domain/evidence/claims.ts'
import { median } from '../../src/domain/benchmarks/order.ts'
import { measure } from '../../src/domain/evidence/statistics.ts'
import type { Claim } from '../../src/domain/outcomes.ts'
import { allOf, reason, type ReasonState } from '../../src/domain/reason.ts'
import type { Benchmark } from '../../src/domain/results.ts'
import { HEAD, MAIN, ratioOf4, result, validation } from './support.ts'

describe('the median', () => {
  test.each<[readonly number[], number]>([
    [[], Number.NaN],
    [[3], 3],
    [[1, 3], 2],
    [[10, 2, 9], 9],
    [[1, 2, 3, 100], 2.5],
    [[-1, 0, -5], -1],
  ])('%j → %d', (values, expected) => {
    expect(median(values)).toBe(expected)
  })
})

describe('paired samples', () => {
  const benchmark = (change: Partial<Benchmark>): Benchmark => ({
    metric: 'm',
    unit: 'ms',
    better: 'lower',
    baseline: [10, 20, 30],
    candidate: [5, 10, 10],
    ...change,
  })

  test('the ratio is that of the rounds, not the ratio of the medians', () => {
    expect(measure(benchmark({ candidate: [5, 10, 7.5] }))).toMatchObject({
      ratio: expect.closeTo(Math.sqrt(Math.sqrt(2 * 2 * 2 * 4)), 9),
      interval: [0, Infinity],
      samples: 3,
      baseline: 20,
      candidate: 7.5,
    })
  })

  test('more is better the other way round', () => {
    expect(measure(benchmark({ better: 'higher' }))).toMatchObject({
      ratio: expect.closeTo(1 / Math.sqrt(2 * Math.sqrt(6)), 9),
    })
  })

  test.each<[string, Partial<Benchmark>]>([
    ['no samples', { baseline: [], candidate: [] }],
    ['more on one side', { baseline: [1, 2] }],
    ['a figure below zero', { candidate: [5, -1, 10] }],
    ['nothing at all on one side', { candidate: [0, 0, 0] }],
  ])('%s measures nothing', (_name, change) => {
    expect(measure(benchmark(change))).toBeUndefined()
  })
})

describe('a tree of reasons', () => {
  test.each<[readonly ReasonState[], ReasonState]>([
    [['pass', 'pass'], 'pass'],
    [['pass', 'pending'], 'pending'],
    [['pending', 'fail'], 'fail'],
    [['info', 'info'], 'pass'],
    [['info', 'pending'], 'pending'],
  ])('%j → %s', (states, expected) => {
    expect(
      allOf(
        'all',
        states.map((state) => reason(state, state)),
      ).state,
    ).toBe(expected)
  })
})

describe('a claim', () => {
  const claim = (change: Partial<Claim>): Claim => ({
    metric: 'attention.ms',
    comparison: 'ratio',
    op: '>=',
    value: 4,
    run: '200',
    ...change,
  })
  const records = [validation('validate'), validation('benchmark')]

  test.each<[string, Partial<Claim>, 'pass' | 'fail']>([
    ['exactly what the record says', {}, 'pass'],
    ['a little more than the record says', { value: 4.01 }, 'fail'],
    ['the number itself', { comparison: 'candidate', op: '<=', value: 5 }, 'pass'],
    ['the number a little better', { comparison: 'candidate', op: '<=', value: 4.99 }, 'fail'],
    ['an upper bound on the ratio', { op: '<=', value: 4 }, 'pass'],
    ['a run that is not on record', { run: '4711' }, 'fail'],
    ['a run that did not measure this', { run: '100' }, 'fail'],
    ['a metric that was not measured', { metric: 'memory.mb' }, 'fail'],
  ])('%s → %s', (_name, change, expected) => {
    expect(checkClaim(claim(change), HEAD, records).state).toBe(expected)
  })

  test('about another head proves nothing', () => {
    const moved = checkClaim(claim({}), MAIN, records)
    expect(moved).toMatchObject({ state: 'fail', text: expect.stringContaining('not this head') })
  })

  test('on samples that are no pairs proves nothing', () => {
    const odd = result({ kind: 'benchmark', tests: null, benchmarks: [{ ...ratioOf4, candidate: [5] }] })
    expect(checkClaim(claim({}), HEAD, [validation('benchmark', { result: odd })]).state).toBe('fail')
  })
})
