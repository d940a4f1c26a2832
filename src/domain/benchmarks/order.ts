// Sorting, medians and quantiles of samples.

/** Samples of a benchmark are few: insertion beats the engine's own sort below this, by measure. */
const FEW = 60

/** A sorted copy, ascending. */
export const sorted = (values: ArrayLike<number>): Float64Array => sortInPlace(new Float64Array(values))

/** Sorts all values and returns the same array. */
export const sortInPlace = (values: Float64Array): Float64Array =>
  values.length > FEW ? values.sort() : insertionSort(values, values.length)

/** Sorts the first `length` values in place and returns the same array. */
export function insertionSort(values: Float64Array, length: number): Float64Array {
  for (let i = 1; i < length; i += 1) {
    const value = values[i] ?? Number.NaN
    let j = i - 1
    for (; j >= 0; j -= 1) {
      const other = values[j] ?? Number.NaN
      if (other <= value) break
      values[j + 1] = other
    }
    values[j + 1] = value
  }
  return values
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

/** Puts the value of rank `k`, from 0, at its place: none before it is greater, none behind it less. Hoare's selection. */
function select(values: Float64Array, length: number, k: number): number {
  for (let from = 0, to = length - 1; from < to;) {
    const pivot = values[k] ?? Number.NaN
    let i = from
    let j = to
    while (i <= j) {
      while ((values[i] ?? 0) < pivot) i += 1
      while ((values[j] ?? 0) > pivot) j -= 1
      if (i > j) break
      const value = values[i] ?? 0
      values[i] = values[j] ?? 0
      values[j] = value
      i += 1
      j -= 1
    }
    if (j < k) from = i
    if (k < i) to = j
  }
  return values[k] ?? Number.NaN
}

/** `quantile(sorted(values), 0.5)`, without sorting them. NaN when there are none, or one of them is. */
export function median(values: ArrayLike<number>): number {
  const { length } = values
  if (length === 0) return Number.NaN
  if (scratch.length < length) scratch = new Float64Array(length)
  for (let i = 0; i < length; i += 1) {
    const value = values[i] ?? Number.NaN
    // Selection cannot place it.
    if (Number.isNaN(value)) return Number.NaN
    scratch[i] = value
  }
  const middle = Math.floor(length / 2)
  const upper = select(scratch, length, middle)
  if (length % 2 === 1) return upper
  let lower = -Infinity
  for (let i = 0; i < middle; i += 1) lower = Math.max(lower, scratch[i] ?? -Infinity)
  return lower === upper ? lower : lower * 0.5 + upper * 0.5
}
