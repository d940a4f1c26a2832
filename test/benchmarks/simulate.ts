// How often the comparison says what, over many simulated runs of which the truth is known.

import { compare } from '../../src/domain/benchmarks/compare.ts'
import { confirm } from '../../src/domain/benchmarks/confirm.ts'
import type { ComparisonRule } from '../../src/domain/benchmarks/rule.ts'
import { type Noise, rounds, seeded } from './noise.ts'

export interface Simulation {
  rule: ComparisonRule
  rounds: number
  /** What the candidate truly costs against the base. */
  cost: number
  noise: Noise
  trials: number
  seed: number
}

/** Shares of all trials, 0 to 1. */
export interface Rates {
  improved: number
  unchanged: number
  regressed: number
  inconclusive: number
  /** A confirming run is asked for: regressed, or a hint of it. */
  suspected: number
  /** Blocked, after the confirming run. */
  confirmed: number
  /** No regression beyond the floor is possible, by the first run. */
  ruledOut: number
  /** The interval of the first run holds the true ratio. */
  covered: number
}

export function simulate({ rule, rounds: count, cost, noise, trials, seed }: Simulation): Rates {
  const random = seeded(seed)
  const rates: Rates = {
    improved: 0,
    unchanged: 0,
    regressed: 0,
    inconclusive: 0,
    suspected: 0,
    confirmed: 0,
    ruledOut: 0,
    covered: 0,
  }
  for (let trial = 0; trial < trials; trial += 1) {
    const samples = rounds(random, count, cost, noise)
    const first = compare(samples, rule)
    rates[first.verdict] += 1 / trials
    if (first.regressionRuledOut) rates.ruledOut += 1 / trials
    const [low, high] = first.estimate?.interval ?? [Number.NaN, Number.NaN]
    if (low <= 1 / cost && 1 / cost <= high) rates.covered += 1 / trials
    if (!first.suspect) continue
    rates.suspected += 1 / trials
    const { standing } = confirm(rule, samples, rounds(random, count, cost, noise))
    if (standing === 'confirmed') rates.confirmed += 1 / trials
  }
  return rates
}
