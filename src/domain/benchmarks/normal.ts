// The normal distribution, for samples too many or too tied for exact tables.

const DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI)
const density = (z: number): number => DENSITY_AT_0 * Math.exp((-z * z) / 2)

/** Beyond this the series cancels and the continued fraction is quick. */
const TAIL = 2.5
/** From there on 54 terms are within 1e-14 of 5000; the further out, the fewer it takes. */
const TERMS = 56

/**
 * P(Z > z), to 12 digits up to z = 37. The series and the continued fraction are 26.2.11 and 26.2.14 of Abramowitz and Stegun,
 * Handbook of Mathematical Functions (1964).
 */
export function upperTail(z: number): number {
  if (z < 0) return 1 - upperTail(-z)
  if (z > TAIL) {
    let fraction = z
    for (let k = TERMS; k > 0; k -= 1) fraction = z + k / fraction
    return density(z) / fraction
  }
  let term = z
  let sum = z
  for (let k = 3; term > sum * Number.EPSILON; k += 2) {
    term *= (z * z) / k
    sum += term
  }
  return 0.5 - density(z) * sum
}

/** The z with P(Z > z) = `p`, for p from 1e-300 to 0.5; the domain asks for nothing else. */
export function upperQuantile(p: number): number {
  // The tail is convex above 0, so Newton's steps from 0 approach from below and never overshoot.
  let z = 0
  for (let step = 1; step > 1e-14;) {
    step = (upperTail(z) - p) / density(z)
    z += step
  }
  return z
}
