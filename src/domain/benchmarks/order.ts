// Sorting, medians and quantiles of samples.

/** Samples of a benchmark are few: insertion beats the engine's own sort below this, by measure. */
const FEW = 60

/** A sorted copy, ascending. */
export function sorted(values: ArrayLike<number>): Float64Array {
  const result = new Float64Array(values)
  return result.length > FEW ? result.sort() : insertionSort(result, result.length)
}

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
