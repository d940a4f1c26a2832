// The middle of one run's samples.

/** The mean of both middle ones for an even number of samples. Undefined without samples or when one is not finite. */
export function median(values: readonly number[]): number | undefined {
  if (values.length === 0 || !values.every((value) => Number.isFinite(value))) return undefined
  const sorted = values.toSorted((left, right) => left - right)
  const middle = Math.floor(sorted.length / 2)
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  // Halved first: the sum of two large numbers is not finite.
  return low === undefined || high === undefined ? undefined : low === high ? low : low / 2 + high / 2
}
