// The k-th smallest of all pairwise sums without forming them: for Walsh averages (x + x) and for shifts (y − x).

import { insertionSort } from './order.ts'

/** So many candidates are collected and sorted; any small number does, this one was quickest for 10 to 100 samples. */
const FEW = 32

/**
 * Sums a[i] + b[j] of two ascending lists of whole numbers below 2^52, or with `half` only those with i ≤ j, where b is a.
 * Each row and column of that table ascends, so the sums up to a value are counted by one walk along a staircase.
 */
export interface Sums {
  a: Float64Array
  b: Float64Array
  half: boolean
}

export const sumsOf = ({ a, b, half }: Sums): number =>
  half ? (a.length * (a.length + 1)) / 2 : a.length * b.length

function countUpTo({ a, b, half }: Sums, limit: number): number {
  let count = 0
  let end = b.length
  for (let i = 0; i < a.length; i += 1) {
    const most = limit - (a[i] ?? 0)
    while (end > 0 && (b[end - 1] ?? 0) > most) end -= 1
    const begin = half ? i : 0
    if (end <= begin) break
    count += end - begin
  }
  return count
}

/** Used within one call only; a new one for each would cost as much as filling it. */
const found = new Float64Array(FEW)

/** The first `count` are all sums above `low` and up to `high`, ascending; there are no more than `FEW`. */
function between({ a, b, half }: Sums, low: number, high: number, count: number): Float64Array {
  let length = 0
  let end = b.length
  for (let i = 0; i < a.length && length < count; i += 1) {
    const first = a[i] ?? 0
    while (end > 0 && first + (b[end - 1] ?? 0) > high) end -= 1
    for (let j = end - 1; j >= (half ? i : 0); j -= 1) {
      const sum = first + (b[j] ?? 0)
      if (sum <= low) break
      found[length] = sum
      length += 1
    }
  }
  insertionSort(found, 0, length)
  return found
}

/** The sum wanted is above `low` and at most `high`; `below` sums are up to `low`, `upTo` up to `high`. */
interface Bounds {
  low: number
  high: number
  below: number
  upTo: number
}

/** Whether the k-th sum is above `limit`, which becomes the nearer bound. */
function isAbove(limit: number, sums: Sums, k: number, bounds: Bounds): boolean {
  const count = countUpTo(sums, limit)
  if (count < k) {
    bounds.low = limit
    bounds.below = count
    return true
  }
  bounds.high = limit
  bounds.upTo = count
  return false
}

/**
 * The k-th smallest sum, k from 1 to the number of sums. Takes O(n log n) for n samples: first the diagonal of the table is halved,
 * which outliers cannot slow down, then the values between its two neighbours.
 */
export function kthSum(sums: Sums, k: number): number {
  const { a, b } = sums
  const rows = Math.max(a.length, b.length)
  const bounds: Bounds = {
    low: (a[0] ?? 0) + (b[0] ?? 0) - 1,
    high: (a.at(-1) ?? 0) + (b.at(-1) ?? 0),
    below: 0,
    upTo: sumsOf(sums),
  }
  for (let from = 0, to = rows, turn = 0; from < to && bounds.upTo - bounds.below > FEW;) {
    const share = (k - bounds.below) / (bounds.upTo - bounds.below)
    const middle =
      turn++ % 3 === 2
        ? Math.floor((from + to) / 2)
        : Math.min(to - 1, Math.floor(from + (to - from) * share))
    const onDiagonal =
      (a[Math.floor((middle * a.length) / rows)] ?? 0) + (b[Math.floor((middle * b.length) / rows)] ?? 0)
    if (isAbove(onDiagonal, sums, k, bounds)) from = middle + 1
    else to = middle
  }
  // Whole numbers: when no value is left between the bounds, all that remain are equal.
  for (let turn = 0; bounds.upTo - bounds.below > FEW && bounds.high - bounds.low > 1; turn += 1) {
    const { low, high, below, upTo } = bounds
    const share = turn % 2 === 0 ? (k - below) / (upTo - below) : 0.5
    isAbove(Math.min(high - 1, Math.max(low + 1, Math.floor(low + (high - low) * share))), sums, k, bounds)
  }
  const { low, high, below, upTo } = bounds
  return high - low <= 1 ? high : (between(sums, low, high, upTo - below)[k - below - 1] ?? high)
}
