// Sorting, medians and quantiles of samples.

/** Samples of a benchmark are few: up to so many, this beats the engine's own sort, by measure. */
const FEW = 64
/** So few are quicker inserted than parted. */
const FEWEST = 8

/** A sorted copy, ascending. */
export const sorted = (values: ArrayLike<number>): Float64Array => sortInPlace(new Float64Array(values))

/** Sorts all values and returns the same array. No value is NaN. */
export function sortInPlace(values: Float64Array): Float64Array {
  if (values.length > FEW) return values.sort()
  quicksort(values, 0, values.length - 1)
  return values
}

/** Sorts the values from `begin` on and before `end` in place. */
export function insertionSort(values: Float64Array, begin: number, end: number): void {
  for (let i = begin + 1; i < end; i += 1) {
    const value = values[i] ?? Number.NaN
    let j = i - 1
    for (; j >= begin; j -= 1) {
      const other = values[j] ?? Number.NaN
      if (other <= value) break
      values[j + 1] = other
    }
    values[j + 1] = value
  }
}

/**
 * Puts the value in the middle between `from` and `to` where it belongs, less ones before it, and returns its place. Lomuto's way
 * without a branch on values, which the processor would guess wrong half of the time: that is most of what sorting a few costs.
 */
function partition(values: Float64Array, from: number, to: number): number {
  const middle = (from + to) >> 1
  const pivot = values[middle] ?? 0
  values[middle] = values[to] ?? 0
  let place = from
  for (let i = from; i < to; i += 1) {
    const value = values[i] ?? 0
    values[i] = values[place] ?? 0
    values[place] = value
    place += Number(value < pivot)
  }
  values[to] = values[place] ?? 0
  values[place] = pivot
  return place
}

function quicksort(values: Float64Array, from: number, to: number): void {
  if (to - from < FEWEST) return insertionSort(values, from, to + 1)
  const place = partition(values, from, to)
  quicksort(values, from, place - 1)
  quicksort(values, place + 1, to)
}

/**
 * The quantile of ascending values at `p` from 0 to 1, interpolated between neighbours: type 7 of Hyndman and Fan, Sample
 * Quantiles in Statistical Packages (1996), as R does by default. NaN when there are none.
 */
export function quantile(ascending: ArrayLike<number>, p: number): number {
  const last = ascending.length - 1
  const at = last * p
  const below = Math.floor(at)
  const low = ascending[below] ?? Number.NaN
  const high = ascending[Math.min(below + 1, last)] ?? Number.NaN
  // Weights, not a difference: the difference of two finite numbers can be infinite.
  const part = at - below
  return part === 0 || low === high ? low : low * (1 - part) + high * part
}

let scratch = new Float64Array(FEW)

/** `quantile(sorted(values), 0.5)`, without sorting a few of them. NaN when there are none, or one of them is. */
export function median(values: ArrayLike<number>): number {
  const { length } = values
  if (length > scratch.length) scratch = new Float64Array(length)
  for (let i = 0; i < length; i += 1) {
    const value = values[i] ?? Number.NaN
    // It is neither before nor behind any other.
    if (Number.isNaN(value)) return Number.NaN
    scratch[i] = value
  }
  if (length > FEW) return quantile(scratch.subarray(0, length).sort(), 0.5)
  const middle = length >> 1
  for (let from = 0, to = length - 1; from < to;) {
    const place = partition(scratch, from, to)
    if (place >= middle) to = place - 1
    if (place <= middle) from = place + 1
  }
  const upper = length === 0 ? Number.NaN : (scratch[middle] ?? Number.NaN)
  if (length % 2 === 1) return upper
  let lower = -Infinity
  for (let i = 0; i < middle; i += 1) {
    const value = scratch[i] ?? 0
    if (value > lower) lower = value
  }
  return lower === upper ? lower : lower * 0.5 + upper * 0.5
}
