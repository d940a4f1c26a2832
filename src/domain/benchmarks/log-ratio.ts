// Ratios of samples as whole numbers: logarithms on a grid, so that equal ratios are equal and sums of them exact.

/** Steps of the grid in one unit of the natural logarithm: a step is a change by 1e-12. */
const GRID = 2 ** 40

/**
 * Stands for the ratio of something to nothing. Above the ratio of any two numbers (their logarithms differ by 1455 at most), small
 * enough that sums of two stay exact; as a ratio again, or averaged with an ordinary one, it is Infinity or 0.
 */
const BEYOND = 2 ** 11 * GRID

/** Rounds away from zero at a half on both sides, so that turning a ratio over turns only its sign. */
const onGrid = (log: number): number => Math.sign(log) * Math.round(Math.abs(log) * GRID)

/** Of a ratio above 1. */
function above(more: number, less: number): number {
  if (less === 0) return BEYOND
  const ratio = more / less
  return Math.round((ratio === Infinity ? Math.log(more) - Math.log(less) : Math.log(ratio)) * GRID)
}

/**
 * The logarithm of `a / b` in steps of the grid, for two numbers of at least 0. Two zeros are equal; one is infinitely better.
 * `logRatio(a, b) === -logRatio(b, a)` exactly.
 */
export function logRatio(a: number, b: number): number {
  if (a === b) return 0
  return a > b ? above(a, b) : -above(b, a)
}

/** Steps for a change of `pct` percent in cost: 5 is the logarithm of 1.05. */
export const stepsOf = (pct: number): number => onGrid(Math.log1p(pct / 100))

/** The ratio again, from steps of the grid. */
export const ratioOf = (steps: number): number => Math.exp(steps / GRID)
