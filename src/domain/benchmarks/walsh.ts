// Order statistics of the Walsh sums of a few samples: all sums are counted into bins once, which serves every rank that is asked for.

import { kthSum } from './kth-sum.ts'
import { insertionSort } from './order.ts'

/** Up to so many samples; beyond, one walk along the sums for each rank is quicker than looking at all of them, by measure. */
export const MOST_BINNED = 64

/** Between the two outermost bins, which take what is below and above the range. */
const INNER = 256
const LAST = INNER + 1
/** A bin of more sums than this is left to kthSum(): many of them are equal, or few of all are within the range. */
const FEW = 64

/** Used within one call only; new ones for each would cost as much as filling them. */
const upTo = new Uint16Array(LAST + 1)
const found = new Float64Array(FEW)

/** Bin 1 begins at `low`. */
interface Scale {
  low: number
  perUnit: number
}

/** Sums are exact and rounding never turns an order over: a greater sum is never in a lower bin. */
function binOf(above: number, perUnit: number): number {
  const at = above * perUnit
  return at < 0 ? 0 : at < INNER ? Math.trunc(at) + 1 : LAST
}

/** The middle three quarters of the samples: averages of two lie closer together than that, and outliers beyond it. */
function scaleOf(ascending: Float64Array): Scale {
  const n = ascending.length
  const cut = Math.floor(n / 8)
  const low = 2 * (ascending[cut] ?? 0)
  const high = 2 * (ascending[n - 1 - cut] ?? 0)
  return { low, perUnit: high > low ? INNER / (high - low) : 0 }
}

/** Fills `upTo`: how many sums are in a bin or in those before it. */
function count(ascending: Float64Array, { low, perUnit }: Scale): void {
  upTo.fill(0)
  const n = ascending.length
  for (let i = 0; i < n; i += 1) {
    const first = (ascending[i] ?? 0) - low
    for (let j = i; j < n; j += 1) {
      const bin = binOf(first + (ascending[j] ?? 0), perUnit)
      upTo[bin] = (upTo[bin] ?? 0) + 1
    }
  }
  let sum = 0
  for (let bin = 0; bin <= LAST; bin += 1) {
    sum += upTo[bin] ?? 0
    upTo[bin] = sum
  }
}

/** The first bin up to which there are at least `k` sums. */
function binWith(k: number): number {
  let from = 0
  for (let to = LAST; from < to;) {
    const middle = Math.floor((from + to) / 2)
    if ((upTo[middle] ?? 0) < k) from = middle + 1
    else to = middle
  }
  return from
}

/** Puts the sums of a bin first in `found`, ascending. Rows and columns ascend, so they lie along a staircase. */
function collect(ascending: Float64Array, { low, perUnit }: Scale, bin: number): void {
  // The same as asking binOf() of each, in one comparison.
  const from = bin === 0 ? -Infinity : bin - 1
  const to = bin === LAST ? Infinity : bin
  let length = 0
  let end = ascending.length
  for (let i = 0; i < end; i += 1) {
    const first = (ascending[i] ?? 0) - low
    while (end > i && (first + (ascending[end - 1] ?? 0)) * perUnit >= to) end -= 1
    for (let j = end - 1; j >= i; j -= 1) {
      const above = first + (ascending[j] ?? 0)
      if (above * perUnit < from) break
      found[length] = above + low
      length += 1
    }
  }
  insertionSort(found, length)
}

/**
 * The k-th smallest of all sums of two of at most `MOST_BINNED` ascending whole numbers, each also with itself, for each k of `ranks`,
 * from 1 to the number of sums. The same as kthSum() says, for the cost of one look at every sum.
 */
export function walshSums(ascending: Float64Array, ranks: readonly number[]): number[] {
  const scale = scaleOf(ascending)
  count(ascending, scale)
  let collected = -1
  return ranks.map((k) => {
    const bin = binWith(k)
    const before = bin === 0 ? 0 : (upTo[bin - 1] ?? 0)
    if ((upTo[bin] ?? 0) - before > FEW) return kthSum({ a: ascending, b: ascending, half: true }, k)
    if (bin !== collected) collect(ascending, scale, bin)
    collected = bin
    return found[k - before - 1] ?? Number.NaN
  })
}
