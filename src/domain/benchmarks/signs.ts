// How many of n rounds must lie on one side: the sign test, and the order statistics that bound the median difference.
// Source: Hollander, Wolfe, Chicken, Nonparametric Statistical Methods, 3rd ed. (2014), sections 3.4 and 3.6.

/** The largest k with P(X < k) ≤ `tail`, X being the heads among `n` fair coins; in logarithms, as 2^−n is 0 for n above 1,074. */
function indexOf(n: number, tail: number): number {
  let chance = 0
  let log = -n * Math.LN2
  for (let k = 0; ; k += 1) {
    chance += Math.exp(log)
    // Sums of powers of two meet a tail that is one exactly; logarithms come within a rounding of it.
    if (chance > tail * (1 + 1e-12)) return k
    log += Math.log((n - k) / (k + 1))
  }
}

/** The metrics of a result have as many rounds each, and are judged at one level. */
let last = { n: 0, level: 1, k: 0 }

/**
 * The k for which the k-th smallest and the k-th largest of `n` differences bound their median with a chance of at least 1 − `level`;
 * 0 when `n` are too few for that. Nothing is asked of the differences but that each is as likely to be above the median as below:
 * a few that are far off, however far, move it by no more than their number.
 */
export function signIndex(n: number, level: number): number {
  if (last.n !== n || last.level !== level) last = { n, level, k: indexOf(n, level / 2) }
  return last.k
}
