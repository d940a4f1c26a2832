// Compares base and candidate over interleaved rounds: the ratio, how sure it is, and what it comes to under a rule.

import { plural } from '../render/figures.ts'
import { kthSum, sumsOf, type Sums } from './kth-sum.ts'
import { logRatio, ratioOf } from './log-ratio.ts'
import { median, quantile, sortInPlace } from './order.ts'
import { type ComparisonRule, HINT_LEVEL } from './rule.ts'
import { fewestFor, signedRankIndex, signedRankP } from './signed-rank.ts'
import { signIndex } from './signs.ts'
import { type Interval, isWorse, rulesOutWorse, type Verdict, verdictOf, whyOf } from './verdict.ts'
import { MOST_BINNED, walshSums } from './walsh.ts'

export interface Metric {
  metric: string
  unit: string
  better: 'lower' | 'higher'
}

/** Sample i of both sides came from the same round. Figures are finite and not negative; 0 is allowed. */
export interface PairedSamples extends Metric {
  baseline: readonly number[]
  candidate: readonly number[]
}

export interface Estimate {
  /** Medians over all samples, in the metric's unit. */
  baseline: number
  candidate: number
  /**
   * How many times better the candidate is, whichever way is better: 2 = half the cost, 0.8 = 25 % more cost. The pseudo-median
   * (Hodges and Lehmann) of the rounds' ratios, or the end of the interval next to it. Infinity and 0 stand for the ratio to nothing.
   */
  ratio: number
  /** Where the true ratio lies with a chance of at least 1 − level; [0, Infinity] when the samples are too few to say. See `surely`. */
  interval: readonly [low: number, high: number]
  /** Lower and upper quartile of the ratios of single rounds, or of all pairs without rounds: what the noise looks like. */
  quartiles: readonly [number, number]
  /**
   * Of "there is no difference at all", two-sided: the rank test. Worked out when it is read, as the verdict comes from the interval, which
   * also has to hold a floor.
   */
  readonly pValue: number
}

export interface Comparison extends Metric {
  /** Rounds that were compared. */
  samples: number
  verdict: Verdict
  /** No regression beyond the floor is possible at the level; also of some that are inconclusive, where an improvement is open. */
  regressionRuledOut: boolean
  /** Regressed, or open but so that a second run is worth its time: most rounds are worse by more than the floor. */
  suspect: boolean
  /** One plain sentence without a full stop. */
  readonly why: string
  /** Absent when no ratio can be told at all; the verdict is then inconclusive. */
  estimate: Estimate | undefined
}

const isFigure = (value: number): boolean => value >= 0 && value < Infinity

/** What is wrong with a side's samples, if anything. */
export function flaw(side: string, values: readonly number[]): string | undefined {
  let bad = 0
  while (bad < values.length && isFigure(values[bad] ?? Number.NaN)) bad += 1
  if (bad === values.length) return undefined
  return `sample ${bad + 1} of the ${side} is ${values[bad]}: a ratio needs finite figures of at least 0`
}

export const undecided = ({ metric, unit, better }: Metric, why: string): Comparison => ({
  metric,
  unit,
  better,
  samples: 0,
  verdict: 'inconclusive',
  regressionRuledOut: false,
  suspect: false,
  why,
  estimate: undefined,
})

/** The middle of all sums, and the k-th from both ends; `k` 0 bounds nothing. */
export function intervalOf(sums: Sums, k: number): Interval {
  const count = sumsOf(sums)
  // Both middles, which are one where the number of sums is odd.
  const middles = [Math.floor((count + 1) / 2), Math.floor(count / 2) + 1]
  const ranks = k === 0 ? middles : [k, ...middles, count + 1 - k]
  const binned = sums.half && sums.a.length <= MOST_BINNED
  const found = binned ? walshSums(sums.a, ranks) : ranks.map((rank) => kthSum(sums, rank))
  const value = (at: number): number => found[at] ?? Number.NaN
  return k === 0
    ? { low: -Infinity, middle: (value(0) + value(1)) / 2, high: Infinity }
    : { low: value(0), middle: (value(1) + value(2)) / 2, high: value(3) }
}

const halved = ({ low, middle, high }: Interval): Interval => ({
  low: low / 2,
  middle: middle / 2,
  high: high / 2,
})

/**
 * What both the signed ranks and the signs leave possible, each at half the level, so that either misses the truth with a chance of at
 * most half the level. Where samples spread like a bell, ranks tell most; on a machine that jumps between speeds some rounds are far
 * off in both directions: ranks count how far, signs do not. Where the differences lean to one side the two may even exclude each
 * other; then all that either holds possible is.
 */
function surely(ratios: Float64Array, level: number): Interval {
  const n = ratios.length
  const { low, middle, high } = halved(
    intervalOf({ a: ratios, b: ratios, half: true }, signedRankIndex(n, level / 2)),
  )
  const k = signIndex(n, level / 2)
  const [least, most] =
    k === 0 ? [-Infinity, Infinity] : [ratios[k - 1] ?? Number.NaN, ratios[n - k] ?? Number.NaN]
  const [from, to] = [Math.max(low, least), Math.min(high, most)]
  return from <= to
    ? { low: from, middle: Math.min(to, Math.max(from, middle)), high: to }
    : { low: Math.min(low, least), middle, high: Math.max(high, most) }
}

/** Whether so many rounds are worse by more than the floor that it is seldom chance; without the ranks, which would cost a run of their own. */
const hints = (ratios: Float64Array, rule: ComparisonRule): boolean =>
  isWorse(ratios[ratios.length - signIndex(ratios.length, HINT_LEVEL)] ?? 0, rule)

/** Used within one call only. The metrics of a result have as many rounds each: a new one for each would cost as much as sorting it. */
let rounds = new Float64Array(0)

/** Of each round, ascending, above 0 where the candidate is better: to be used before the next call. */
function ratiosOf({ better, baseline, candidate }: PairedSamples): Float64Array {
  const n = baseline.length
  if (rounds.length !== n) rounds = new Float64Array(n)
  for (let i = 0; i < n; i += 1) {
    const base = baseline[i] ?? Number.NaN
    const head = candidate[i] ?? Number.NaN
    rounds[i] = better === 'lower' ? logRatio(base, head) : logRatio(head, base)
  }
  return sortInPlace(rounds)
}

/** Never throws: samples that cannot be compared are `inconclusive`, with the reason. */
export function compare(samples: PairedSamples, rule: ComparisonRule): Comparison {
  const { metric, unit, better, baseline, candidate } = samples
  const n = baseline.length
  if (n !== candidate.length)
    return undecided(
      samples,
      `${plural(n, 'sample')} of the baseline and ${candidate.length} of the candidate do not make pairs`,
    )
  if (n === 0) return undecided(samples, 'there are no samples')
  const wrong = flaw('baseline', baseline) ?? flaw('candidate', candidate)
  if (wrong !== undefined) return undecided(samples, wrong)

  const ratios = ratiosOf(samples)
  const interval = surely(ratios, rule.level)
  const needed = Math.max(rule.minSamples, fewestFor(rule.level / 2))
  const verdict = n < needed ? 'inconclusive' : verdictOf(interval, rule)
  return {
    metric,
    unit,
    better,
    samples: n,
    verdict,
    regressionRuledOut: n >= needed && rulesOutWorse(interval, rule),
    suspect: verdict === 'regressed' || (n >= needed && verdict === 'inconclusive' && hints(ratios, rule)),
    // Few of the metrics of a result have a rule that says why.
    get why() {
      return n < needed
        ? `${plural(n, 'round')}, at least ${needed} are needed`
        : whyOf(verdict, interval, rule)
    },
    estimate: {
      baseline: median(baseline),
      candidate: median(candidate),
      ratio: ratioOf(interval.middle),
      interval: [ratioOf(interval.low), ratioOf(interval.high)],
      quartiles: [ratioOf(quantile(ratios, 0.25)), ratioOf(quantile(ratios, 0.75))],
      get pValue() {
        return signedRankP(ratiosOf(samples))
      },
    },
  }
}
