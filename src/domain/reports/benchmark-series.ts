// What a benchmark tool measured: one series of samples per metric.

import { z } from 'zod'

export const MAX_SERIES = 500
export const MAX_VALUES = 1000
export const METRIC = /^[\w.-]{1,80}$/
export const MAX_UNIT = 20

export const Better = z.enum(['lower', 'higher'])
export type Better = z.infer<typeof Better>

export const BenchmarkSeries = z.strictObject({
  metric: z.string().regex(METRIC),
  /** Canonical as `canonicalUnit` has it: times in ns, sizes in B. */
  unit: z.string().min(1).max(MAX_UNIT),
  better: Better,
  /** Every sample that the tool gave, or evenly spaced order statistics of more than MAX_VALUES. */
  values: z.array(z.number()).min(1).max(MAX_VALUES),
})
export type BenchmarkSeries = z.infer<typeof BenchmarkSeries>

/** One run of a benchmark command, sorted by metric. No metric comes twice. */
export const BenchmarkReport = z
  .array(BenchmarkSeries)
  .min(1)
  .max(MAX_SERIES)
  .refine((list) => new Set(list.map(({ metric }) => metric)).size === list.length, 'a metric comes twice')
export type BenchmarkReport = z.infer<typeof BenchmarkReport>
