// What a benchmark's paired samples come to.

import { compare } from '../benchmarks/compare.ts'
import { DEFAULT_RULE } from '../benchmarks/rule.ts'
import type { Benchmark } from '../results.ts'

export interface Measurement {
  metric: string
  unit: string
  better: 'lower' | 'higher'
  /** Medians over all samples, in `unit`. */
  baseline: number
  candidate: number
  /** How many times better the candidate is: 2 = twice as fast, 0.5 = half as fast. See `Estimate`. */
  ratio: number
  /** Where the true ratio lies, as sure as `DEFAULT_RULE` says; [0, Infinity] when the samples are too few to tell. */
  interval: readonly [low: number, high: number]
  samples: number
}

/** Compares a metric's paired samples; undefined when they make no pairs, or no ratio can be told of them. */
export function measure(benchmark: Benchmark): Measurement | undefined {
  const { metric, unit, better } = benchmark
  const { estimate, samples } = compare(benchmark, DEFAULT_RULE)
  if (estimate === undefined || estimate.ratio === 0 || estimate.ratio === Infinity) return undefined
  const { baseline, candidate, interval } = estimate
  // It comes from logarithms: a ratio of 4 must not be a little less than 4 to whoever claims it.
  const ratio = Number(estimate.ratio.toPrecision(12))
  return { metric, unit, better, baseline, candidate, ratio, interval, samples }
}
