// Wilcoxon's signed-rank statistic of paired differences: its distribution, the p-value, and which Walsh averages bound an interval.
// Sources: Hollander, Wolfe, Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), ch. 3; R's wilcox.test does the same.

import { upperQuantile, upperTail } from './normal.ts'

/** Exact below so many differences, the normal approximation from there on; R's limit. */
export const EXACT_BELOW = 50

/** The sum of all ranks of `n`, which is also how many Walsh averages there are. */
const mostOf = (n: number): number => (n * (n + 1)) / 2

const tables = new Map<number, Float64Array>()

/** P(V ≤ v) for v = 0 … n(n+1)/2, V being the sum of the ranks of positive differences among `n` when none is expected. */
function distribution(n: number): Float64Array {
  const known = tables.get(n)
  if (known !== undefined) return known
  const table = new Float64Array(mostOf(n) + 1)
  table[0] = 1
  // Rank by rank: it counts or it does not, with even odds.
  for (let rank = 1, end = 1; rank <= n; rank += 1, end += rank) {
    for (let v = Math.min(end + rank, table.length) - 1; v >= 0; v -= 1) {
      table[v] = ((table[v] ?? 0) + (table[v - rank] ?? 0)) / 2
    }
  }
  let sum = 0
  for (const [v, share] of table.entries()) {
    sum += share
    table[v] = sum
  }
  tables.set(n, table)
  return table
}

/** P(V ≤ v) of `n` differences, n below `EXACT_BELOW`. */
export const signedRankProbability = (v: number, n: number): number =>
  v < 0 ? 0 : (distribution(n)[Math.floor(v)] ?? 1)

/** The fewest differences of which an interval at 1 − `level` can be had at all: 2 · 2^−n must not exceed the level. */
export const fewestFor = (level: number): number => Math.ceil(Math.log2(2 / level))

/**
 * The k for which the k-th smallest and the k-th largest of the n(n+1)/2 Walsh averages bound the median difference with a chance of
 * at least 1 − `level`; 0 when `n` differences are too few for that. Ties only raise the chance, as both ends belong to the interval.
 */
export function signedRankIndex(n: number, level: number): number {
  const most = mostOf(n)
  if (n >= EXACT_BELOW) {
    const deviation = Math.sqrt((most * (2 * n + 1)) / 12)
    return Math.max(0, Math.floor(most / 2 + 0.5 - upperQuantile(level / 2) * deviation))
  }
  const table = distribution(n)
  let from = 0
  for (let to = Math.floor(most / 2); from < to;) {
    const middle = Math.floor((from + to) / 2)
    if ((table[middle] ?? 1) <= level / 2) from = middle + 1
    else to = middle
  }
  return from
}

/** The p-value of `sum` as the sum of the positive ones of `n` ranks without ties, n below `EXACT_BELOW`. */
const exactP = (sum: number, n: number): number =>
  Math.min(1, 2 * signedRankProbability(Math.min(sum, mostOf(n) - sum), n))

/** The same for any `n`, by the normal distribution; `ties` is the sum of t³ − t over the groups of t equal sizes. */
function approximateP(sum: number, n: number, ties: number): number {
  const most = mostOf(n)
  const deviation = Math.sqrt((most * (2 * n + 1)) / 12 - ties / 48)
  return Math.min(1, 2 * upperTail((Math.abs(sum - most / 2) - 0.5) / deviation))
}

/**
 * Two-sided p-value of "the median difference is 0", of ascending differences. Zeros are left out and equal sizes share their mean
 * rank; without either and below `EXACT_BELOW` it is exact, else the normal approximation with both corrections. 1 when all are 0.
 */
export function signedRankP(ascending: Float64Array): number {
  const n = ascending.length
  let from = 0
  let to = n - 1
  let positives = 0
  let sum = 0
  let ties = 0
  // The greatest size is at one of the ends, and so on inwards; zeros, which take no ranks, are left over.
  while (from <= to) {
    const low = ascending[from] ?? 0
    const high = ascending[to] ?? 0
    const rank = to - from + 1
    if (low + high > 0 && (from === to || high !== ascending[to - 1])) {
      positives += 1
      sum += rank
      to -= 1
    } else if (low + high < 0 && (from === to || low !== ascending[from + 1])) {
      from += 1
    } else {
      const size = Math.max(-low, high)
      if (size === 0) break
      let positive = 0
      for (; ascending[to] === size; to -= 1) positive += 1
      for (; ascending[from] === -size; from += 1);
      const group = rank - (to - from + 1)
      positives += positive
      sum += positive * (rank - (group - 1) / 2)
      ties += group * group * group - group
    }
  }
  const zeros = to - from + 1
  const counted = n - zeros
  sum -= zeros * positives
  if (counted === 0) return 1
  return counted < EXACT_BELOW && zeros === 0 && ties === 0
    ? exactP(sum, counted)
    : approximateP(sum, counted, ties)
}
