// Small robust statistics over paired benchmark samples.

import type { Benchmark } from '../results.ts'

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle]
  if (upper === undefined) return Number.NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2
}

export interface Measurement {
  metric: string
  unit: string
  better: 'lower' | 'higher'
  /** Medians over all samples, in `unit`. */
  baseline: number
  candidate: number
  /** How many times better the candidate is: 2 = twice as fast, 0.5 = half as fast. Median of the per-round ratios. */
  ratio: number
  /** Smallest and largest per-round ratio. */
  spread: readonly [number, number]
  samples: number
}

/** Compares a metric's paired samples; undefined when a side has none or the pairs do not match up. */
export function measure(benchmark: Benchmark): Measurement | undefined {
  const { baseline, candidate, better } = benchmark
  if (baseline.length === 0 || baseline.length !== candidate.length) return undefined
  const ratios: number[] = []
  for (const [i, base] of baseline.entries()) {
    const head = candidate[i]
    if (head === undefined) return undefined
    const ratio = better === 'lower' ? base / head : head / base
    if (!Number.isFinite(ratio)) return undefined
    ratios.push(ratio)
  }
  return {
    metric: benchmark.metric,
    unit: benchmark.unit,
    better,
    baseline: median(baseline),
    candidate: median(candidate),
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    samples: ratios.length,
  }
}
