// The rank-sum statistic of Mann, Whitney and Wilcoxon for two lists that are not paired: distribution, p-value, bounds of the shift.
// Sources: Hollander, Wolfe, Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), ch. 4; R's wilcox.test does the same.

import { upperQuantile, upperTail } from './normal.ts'
import { EXACT_BELOW } from './signed-rank.ts'

const tables = new Map<string, Float64Array>()

/**
 * P(U ≤ u) for u = 0 … m·n, U being how many of the m·n pairs have the first list's value above the second's, when both come from the
 * same source. The largest value of all is the first list's with odds m : n; what remains is the same question with one value less.
 */
function distribution(m: number, n: number): Float64Array {
  if (m > n) return distribution(n, m)
  const key = `${m}/${n}`
  const known = tables.get(key)
  if (known !== undefined) return known
  // rows[j] is the distribution for i and j values, i growing.
  let rows = Array.from({ length: n + 1 }, () => new Float64Array([1]))
  for (let i = 1; i <= m; i += 1) {
    const next = [new Float64Array([1])]
    for (let j = 1; j <= n; j += 1) {
      const [first, second] = [rows[j], next[j - 1]]
      next.push(
        new Float64Array(i * j + 1).map(
          (_, u) => ((first?.[u - j] ?? 0) * i + (second?.[u] ?? 0) * j) / (i + j),
        ),
      )
    }
    rows = next
  }
  let sum = 0
  const table = (rows[n] ?? new Float64Array([1])).map((share) => (sum += share))
  tables.set(key, table)
  return table
}

/** P(U ≤ u) of `m` and `n` values, both below `EXACT_BELOW`. */
export const rankSumProbability = (u: number, m: number, n: number): number =>
  u < 0 ? 0 : (distribution(m, n)[Math.floor(u)] ?? 1)

/**
 * The k for which the k-th smallest and the k-th largest of the m·n differences bound the shift with a chance of at least 1 − `level`;
 * 0 when there are too few values for that.
 */
export function rankSumIndex(m: number, n: number, level: number): number {
  if (m >= EXACT_BELOW || n >= EXACT_BELOW) {
    const deviation = Math.sqrt((m * n * (m + n + 1)) / 12)
    return Math.max(0, Math.floor((m * n) / 2 + 0.5 - upperQuantile(level / 2) * deviation))
  }
  const found = distribution(m, n).findIndex((chance) => chance > level / 2)
  return Math.max(0, found)
}

/**
 * Two-sided p-value of "both lists come from the same source", of two ascending lists. Exact without ties and below `EXACT_BELOW` each,
 * else the normal approximation with corrections for ties and continuity. 1 when all values are equal.
 */
export function rankSumP(first: Float64Array, second: Float64Array): number {
  const [m, n] = [first.length, second.length]
  let ranks = 0
  let ties = 0
  for (let rank = 0, i = 0, j = 0; i < m || j < n;) {
    const value = Math.min(first[i] ?? Infinity, second[j] ?? Infinity)
    const before = i
    for (; i < m && first[i] === value;) i += 1
    const mine = i - before
    let group = mine
    for (; j < n && second[j] === value; j += 1) group += 1
    ranks += mine * (rank + (group + 1) / 2)
    ties += group ** 3 - group
    rank += group
  }
  const above = ranks - (m * (m + 1)) / 2
  if (m < EXACT_BELOW && n < EXACT_BELOW && ties === 0)
    return Math.min(1, 2 * rankSumProbability(Math.min(above, m * n - above), m, n))
  const variance = ((m * n) / 12) * (m + n + 1 - ties / ((m + n) * (m + n - 1)))
  if (variance <= 0) return 1
  return Math.min(1, 2 * upperTail((Math.abs(above - (m * n) / 2) - 0.5) / Math.sqrt(variance)))
}
