// Compares a candidate with figures of earlier runs on the same machine, which no round pairs with it: for trends.

import { type Comparison, flaw, intervalOf, type Metric, undecided } from './compare.ts'
import { figure, plural } from '../render/figures.ts'
import { kthSum, sumsOf } from './kth-sum.ts'
import { logRatio, ratioOf } from './log-ratio.ts'
import { median, sorted } from './order.ts'
import { rankSumIndex, rankSumP } from './rank-sum.ts'
import type { ComparisonRule } from './rule.ts'
import { rulesOutWorse, verdictOf, whyOf } from './verdict.ts'

export interface UnpairedSamples extends Metric {
  /** Figures of earlier runs, of one runner identity. */
  earlier: readonly number[]
  candidate: readonly number[]
}

/**
 * As `compare`, with the shift of Hodges and Lehmann between two lists (the median of all their ratios) and the rank-sum test.
 *
 * The level holds where each figure is independent of the others. Samples of one run share its machine, so give one figure per run
 * where there are enough runs; with many samples of few runs the level is not kept, and the verdict is a hint, not a proof.
 * `quartiles` are those of all ratios; `samples` is the length of the shorter list. Never throws.
 */
export function compareWithHistory(samples: UnpairedSamples, rule: ComparisonRule): Comparison {
  const { metric, unit, better, earlier, candidate } = samples
  if (earlier.length === 0) return undecided(samples, 'there are no earlier samples')
  if (candidate.length === 0) return undecided(samples, 'there are no samples')
  const wrong = flaw('earlier runs', earlier) ?? flaw('candidate', candidate)
  if (wrong !== undefined) return undecided(samples, wrong)

  const sign = better === 'lower' ? 1 : -1
  const logs = (values: readonly number[], factor: number): Float64Array =>
    sorted(values.map((value) => factor * logRatio(value, 1)))
  // Better by a[i] + b[j]: what the earlier cost is above the candidate's.
  const sums = { a: logs(earlier, sign), b: logs(candidate, -sign), half: false }
  const k = rankSumIndex(earlier.length, candidate.length, rule.level)
  const interval = intervalOf(sums, k)
  const fewer = Math.min(earlier.length, candidate.length)
  const few =
    fewer < rule.minSamples
      ? `at least ${rule.minSamples} of each are needed`
      : k === 0
        ? `too few for ${figure((1 - rule.level) * 100)} % confidence`
        : undefined
  const verdict = few === undefined ? verdictOf(interval, rule) : 'inconclusive'
  const count = sumsOf(sums)
  return {
    metric,
    unit,
    better,
    samples: fewer,
    verdict,
    suspect: verdict === 'regressed',
    regressionRuledOut: few === undefined && rulesOutWorse(interval, rule),
    why:
      few === undefined
        ? whyOf(verdict, interval, rule)
        : `${plural(earlier.length, 'earlier sample')} and ${candidate.length} of the candidate: ${few}`,
    estimate: {
      baseline: median(earlier),
      candidate: median(candidate),
      ratio: ratioOf(interval.middle),
      interval: [ratioOf(interval.low), ratioOf(interval.high)],
      quartiles: [
        ratioOf(kthSum(sums, Math.ceil(count / 4))),
        ratioOf(kthSum(sums, count + 1 - Math.ceil(count / 4))),
      ],
      pValue: rankSumP(sums.a, sorted(sums.b.map((value) => -value))),
    },
  }
}
