// Our statistics against R's, on vectors that ship with the tests. `Rscript tools/r/vectors.R && npm run format` writes them anew.

import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { compare, type Comparison, type Estimate } from '../../src/domain/benchmarks/compare.ts'
import { compareWithHistory } from '../../src/domain/benchmarks/history.ts'
import { upperQuantile, upperTail } from '../../src/domain/benchmarks/normal.ts'
import { quantile, sorted } from '../../src/domain/benchmarks/order.ts'
import { rankSumIndex, rankSumProbability } from '../../src/domain/benchmarks/rank-sum.ts'
import {
  EXACT_BELOW,
  signedRankIndex,
  signedRankProbability,
} from '../../src/domain/benchmarks/signed-rank.ts'
import { signIndex } from '../../src/domain/benchmarks/signs.ts'
import { Distributions, Paired, Unpaired, vectors } from './vectors.ts'

/** Relative, for probabilities and order statistics. */
const CLOSE = 1e-11
/** Of logarithms of ratios: R's are rounded to 11 decimals, ours to 12. */
const GRID = 2e-11
/** `uniroot` stops at 1e-10 in the samples' unit; between two averages R's estimate is anywhere, we take the middle. */
const ROOT = 2e-10

const near = (actual: number, expected: number, relative: number): void => {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.max(1e-300, Math.abs(expected)))
}
const within = (actual: number, expected: number, distance: number): void => {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(distance)
}

const estimateOf = ({ estimate, why }: Comparison): Estimate => {
  if (estimate === undefined) throw new Error(why)
  return estimate
}

interface Tested {
  exact: boolean
  p: number
  estimate: number
  interval: readonly [number, number] | readonly [null, null]
  r_estimate: number | null
  r_interval: readonly [number, number] | null
}

function agree(estimate: Estimate, r: Tested): void {
  near(estimate.pValue, r.p, CLOSE)
  const [low, high] = estimate.interval
  within(Math.log(estimate.ratio), r.estimate, GRID)
  if (r.interval[0] === null) expect(estimate.interval).toEqual([0, Infinity])
  else {
    within(Math.log(low), r.interval[0], GRID)
    within(Math.log(high), r.interval[1], GRID)
  }
  if (r.r_interval !== null) {
    within(Math.log(low), r.r_interval[0], r.exact ? GRID : ROOT)
    within(Math.log(high), r.r_interval[1], r.exact ? GRID : ROOT)
  }
  if (r.r_estimate !== null && r.exact) within(Math.log(estimate.ratio), r.r_estimate, GRID)
}

const rule = (level: number) => ({ effectFloorPct: 2, level, minSamples: 1 })

describe('paired samples as wilcox.test(log(baseline) - log(candidate)) and pbinom have them', () => {
  const cases = vectors('paired', z.array(Paired))

  test.each(cases)('$name at $level', (r) => {
    const { baseline, candidate } = r
    const estimate = estimateOf(
      compare({ metric: 'm', unit: 'ms', better: 'lower', baseline, candidate }, rule(r.level)),
    )
    agree(estimate, r)
    near(estimate.baseline, r.medians[0], CLOSE)
    near(estimate.candidate, r.medians[1], CLOSE)
    within(Math.log(estimate.quartiles[0]), r.quartiles[0], GRID)
    within(Math.log(estimate.quartiles[1]), r.quartiles[1], GRID)
  })

  test('there are exact, approximate, tied and unbounded ones among them', () => {
    const count = (of: (r: Paired) => boolean): number => cases.filter(of).length
    expect(count((r) => r.exact && r.r_interval !== null)).toBeGreaterThan(30)
    expect(count((r) => r.baseline.length >= EXACT_BELOW && r.r_interval !== null)).toBeGreaterThan(5)
    expect(count((r) => !r.exact && r.baseline.length < EXACT_BELOW)).toBeGreaterThan(5)
    expect(count((r) => r.interval[0] === null)).toBeGreaterThan(3)
  })

  test('their ends are those of the ranks, of the signs, of both, and of either', () => {
    expect(new Set(cases.map((r) => r.bound_by))).toEqual(
      new Set(['nothing', 'ranks', 'signs', 'ranks and signs', 'either']),
    )
  })
})

describe('lists that are not paired as wilcox.test(log(earlier), log(candidate)) has them', () => {
  test.each(vectors('unpaired', z.array(Unpaired)))('$name at $level', (r) => {
    const { earlier, candidate } = r
    const samples = { metric: 'm', unit: 'ms', better: 'lower' as const, earlier, candidate }
    agree(estimateOf(compareWithHistory(samples, rule(r.level))), r)
  })
})

describe('distributions', () => {
  const r = vectors('distributions', Distributions)

  test.each(r.signed_rank)('psignrank and qsignrank of $n', ({ n, v, p, level, index }) => {
    for (const [i, value] of v.entries()) near(signedRankProbability(value, n), p[i] ?? Number.NaN, CLOSE)
    expect(level.map((one) => signedRankIndex(n, one))).toEqual(index)
  })

  test.each(r.signs)('pbinom of $n fair coins', ({ n, level, index }) => {
    expect(level.map((one) => signIndex(n, one))).toEqual(index)
  })

  test.each(r.rank_sum)('pwilcox and qwilcox of $m and $n', ({ m, n, u, p, level, index }) => {
    for (const [i, value] of u.entries()) near(rankSumProbability(value, m, n), p[i] ?? Number.NaN, CLOSE)
    expect(level.map((one) => rankSumIndex(m, n, one))).toEqual(index)
  })

  test('pnorm', () => {
    for (const [i, value] of r.normal.z.entries())
      near(upperTail(value), r.normal.tail[i] ?? Number.NaN, CLOSE)
  })

  test('qnorm', () => {
    for (const [i, p] of r.normal_quantile.p.entries())
      within(upperQuantile(p), r.normal_quantile.z[i] ?? Number.NaN, CLOSE)
  })

  test.each(r.quantile)(
    'quantile and median of $values.length values',
    ({ values, median, p, quantile: q }) => {
      const ascending = sorted(values)
      within(quantile(ascending, 0.5), median, CLOSE)
      for (const [i, share] of p.entries()) within(quantile(ascending, share), q[i] ?? Number.NaN, CLOSE)
    },
  )
})
