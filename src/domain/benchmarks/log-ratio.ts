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

/**
 * Up to so far from the middle of both numbers, which is a ratio of 1.22, the terms below are as exact as the logarithm: the next one
 * is 2 · 0.1^17 / 17, far below the last digit of the first.
 */
const NEAR = 0.1
/** Added and taken away again it leaves a whole number, rounded to even, of everything up to 2^51: the same on both sides of 0. */
const ROUNDING = 1.5 * 2 ** 52

/** In steps of the grid, from (a − b) / (a + b): ln(a / b) = 2 artanh of it, Abramowitz and Stegun 4.1.27. */
function near(s: number): number {
  const q = s * s
  const terms =
    1 + q * (1 / 3 + q * (1 / 5 + q * (1 / 7 + q * (1 / 9 + q * (1 / 11 + q * (1 / 13 + q / 15))))))
  return s * terms * (2 * GRID) + ROUNDING - ROUNDING
}

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
  // No branch that depends on which is greater: for samples of much the same it would be guessed wrong half of the time.
  const sum = a + b
  const part = (a - b) / sum
  // Two zeros make no part, and two huge figures no sum.
  if (part <= NEAR && part >= -NEAR && sum < Infinity) return near(part)
  if (a === b) return 0
  return a > b ? above(a, b) : -above(b, a)
}

/** Steps for a change of `pct` percent in cost: 5 is the logarithm of 1.05. */
export const stepsOf = (pct: number): number => onGrid(Math.log1p(pct / 100))

/** The ratio again, from steps of the grid. */
export const ratioOf = (steps: number): number => Math.exp(steps / GRID)
