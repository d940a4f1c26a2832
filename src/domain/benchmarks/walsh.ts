// Order statistics of the Walsh sums of a few samples: the sums around the middle are put into bins once, which serves every rank that
// is asked for.

import { kthSum } from './kth-sum.ts'
import { insertionSort } from './order.ts'

/** Up to so many samples; beyond, one walk along the sums for each rank is quicker than looking at so many of them, by measure. */
export const MOST_BINNED = 64

/** So many bins split what is looked at; any number from 64 to 256 does, this one was quickest for 40 samples. */
const BINS = 192
/** A bin of more sums than this is left to kthSum(): many of them are equal. */
const FEW = 64
const NONE = -1

// Used within one call only; new ones for each would cost as much as filling them.
const sums = new Float64Array((MOST_BINNED * (MOST_BINNED + 1)) / 2)
/** How many sums are in a bin, the last of them, and for each sum the one before it in its bin: places in `sums`. */
const inBin = new Int32Array(BINS + 1)
const lastOf = new Int16Array(BINS + 1)
const before = new Int16Array(sums.length)
const found = new Float64Array(FEW)

/** The sums from `low` on and below `high` are looked at: `within` of them, `below` are less. */
interface Range {
  low: number
  high: number
  below: number
  within: number
}

/**
 * Where the sums of the ranks from `least` to `most` are looked for: between the doubles of two samples. Fewer sums lie below a
 * sample's double than samples below the sample, in proportion, as averages of two lie closer together; by a tenth fewer still, so that
 * it rarely fails.
 */
function rangeOf(ascending: Float64Array, least: number, most: number): Range {
  const n = ascending.length
  const count = (n * (n + 1)) / 2
  const share = Math.min(least - 1, count - most) / count
  const cut = Math.floor(n * Math.min(share * 0.9, 0.375))
  return { low: 2 * (ascending[cut] ?? 0), high: 2 * (ascending[n - 1 - cut] ?? 0), below: 0, within: 0 }
}

/** Puts the sums of a range into bins. Rows and columns ascend, so the range lies between two staircases. */
function look(ascending: Float64Array, range: Range): void {
  const { low, high } = range
  const perUnit = BINS / (high - low)
  const n = ascending.length
  inBin.fill(0)
  lastOf.fill(NONE)
  let begin = n
  let end = n
  let below = 0
  let within = 0
  for (let i = 0; i < end; i += 1) {
    const first = ascending[i] ?? 0
    while (end > i && first + (ascending[end - 1] ?? 0) >= high) end -= 1
    while (begin > i && first + (ascending[begin - 1] ?? 0) >= low) begin -= 1
    if (begin < i) begin = i
    below += begin - i
    for (let j = begin; j < end; j += 1) {
      const sum = first + (ascending[j] ?? 0)
      // Sums are exact and rounding never turns an order over: a greater sum is never in a lower bin.
      const bin = ((sum - low) * perUnit) | 0
      sums[within] = sum
      before[within] = lastOf[bin] ?? NONE
      lastOf[bin] = within
      inBin[bin] = (inBin[bin] ?? 0) + 1
      within += 1
    }
  }
  range.below = below
  range.within = within
}

/** Puts the sums of a bin first in `found`, ascending. */
function collect(bin: number): void {
  let length = 0
  for (let at = lastOf[bin] ?? NONE; at !== NONE; at = before[at] ?? NONE) {
    found[length] = sums[at] ?? Number.NaN
    length += 1
  }
  insertionSort(found, 0, length)
}

/**
 * The k-th smallest of all sums of two of at most `MOST_BINNED` ascending whole numbers, each also with itself, for each k of `ranks`:
 * they ascend, from 1 to the number of sums. The same as kthSum() says, for the cost of one look at the sums between the ranks.
 */
export function walshSums(ascending: Float64Array, ranks: readonly number[]): number[] {
  const range = rangeOf(ascending, ranks[0] ?? 1, ranks.at(-1) ?? 1)
  look(ascending, range)
  const { below, within } = range
  const values: number[] = []
  let bin = -1
  let upTo = below
  let size = 0
  for (const k of ranks) {
    const isLookedAt = k > below && k <= below + within
    if (isLookedAt && k > upTo) {
      for (; k > upTo; upTo += size) size = inBin[(bin += 1)] ?? 0
      if (size <= FEW) collect(bin)
    }
    values.push(
      isLookedAt && size <= FEW
        ? (found[size - 1 - (upTo - k)] ?? Number.NaN)
        : kthSum({ a: ascending, b: ascending, half: true }, k),
    )
  }
  return values
}
