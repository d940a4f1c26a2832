// Gathers the samples of a benchmark report: names, units and numbers checked, samples of one metric together.

import {
  MAX_SERIES,
  MAX_UNIT,
  MAX_VALUES,
  METRIC,
  type BenchmarkReport,
  type Better,
} from '../domain/reports/benchmark-series.ts'
import { metricName } from '../domain/reports/metric-name.ts'
import { canonicalUnit } from '../domain/reports/units.ts'
import { jsonPath } from './json.ts'
import { visible } from './plain-text.ts'
import type { Problems } from './problems.ts'

export interface Samples {
  /** As the tool names it; `metricName` makes the metric of it, unless name and unit must stay as they are. */
  name: string
  verbatim?: boolean
  unit: string
  better: Better
  /** As they stand in the report. */
  values: readonly unknown[]
  /** Of the values in the report: entries of a list are told as `place[i]`. */
  place: string
  /** The same name once more is more samples of it (default: a problem). */
  repeats?: boolean
  /** Below zero is possible (default: a problem, as for every time and size). */
  signed?: boolean
}

interface Series {
  name: string
  unit: string
  better: Better
  values: number[]
}

export interface SeriesCollector {
  add(samples: Samples, problems: Problems): void
  /** Sorted by metric. */
  series(): BenchmarkReport
}

/** What a value is that is not a finite number, in words. */
function wrong(value: unknown): string {
  if (typeof value === 'number') return String(value)
  if (value === null) return 'null, which tools write for a figure that they could not compute'
  return typeof value === 'string' ? visible(JSON.stringify(value), 60) : `a ${typeof value}`
}

/** More than MAX_VALUES samples become evenly spaced order statistics: median and quartiles stay. */
function thinned(values: readonly number[]): number[] {
  if (values.length <= MAX_VALUES) return [...values]
  const sorted = values.toSorted((a, b) => a - b)
  return Array.from({ length: MAX_VALUES }, (_, i) => {
    const at = Math.round((i * (sorted.length - 1)) / (MAX_VALUES - 1))
    return sorted[at] ?? 0
  })
}

/** The finite numbers of a list in the canonical unit; undefined and problems otherwise. */
function numbers(samples: Samples, factor: number, problems: Problems): number[] | undefined {
  const { values, place, signed = false } = samples
  const before = problems.count
  const read: number[] = []
  for (const [i, value] of values.entries()) {
    const at = values.length === 1 ? place : jsonPath(place, [i])
    const scaled = typeof value === 'number' ? value * factor : Number.NaN
    if (!Number.isFinite(scaled)) problems.add(at, `the value is ${wrong(value)}`, 'a finite number')
    else if (scaled < 0 && !signed) problems.add(at, `the value is ${scaled}`, 'a number of at least 0')
    else read.push(scaled)
    if (problems.full) return undefined
  }
  if (values.length === 0) problems.add(place, 'there is no sample', 'at least one number')
  return problems.count === before ? read : undefined
}

export function createSeriesCollector(): SeriesCollector {
  const all = new Map<string, Series>()
  return {
    add: (samples, problems) => {
      const { name, place, better } = samples
      const shown = visible(name, 120)
      if (name.trim() === '') {
        problems.add(place, 'the benchmark has no name', 'a name')
        return
      }
      const metric = samples.verbatim === true ? name : metricName(name)
      if (!METRIC.test(metric)) {
        problems.add(place, `the metric is named ${shown}`, 'letters, digits, . _ or -, at most 80')
        return
      }
      // Whoever writes our own format chose the unit, and limits and claims are written in it.
      const { unit, factor } =
        samples.verbatim === true ? { unit: samples.unit, factor: 1 } : canonicalUnit(samples.unit)
      if (unit.length === 0 || unit.length > MAX_UNIT || unit !== visible(unit, MAX_UNIT + 1)) {
        problems.add(place, `the unit is ${JSON.stringify(visible(unit, 60))}`, `1 to ${MAX_UNIT} characters`)
        return
      }
      const values = numbers(samples, factor, problems)
      if (!values) return
      const known = all.get(metric)
      if (known && known.name !== name) {
        const both = `${visible(known.name, 120)} and ${shown}`
        problems.add(
          place,
          `${both} would both be the metric ${metric}`,
          'names that differ in letters or digits',
        )
      } else if (known && samples.repeats !== true) {
        problems.add(place, `${shown} comes twice`, 'each benchmark once in a report')
      } else if (known && (known.unit !== unit || known.better !== better)) {
        problems.add(place, `${shown} comes in ${known.unit} and in ${unit}`, 'one unit for a metric')
      } else if (known) {
        for (const value of values) known.values.push(value)
      } else if (all.size >= MAX_SERIES) {
        problems.add(
          place,
          `there are more than ${MAX_SERIES} metrics`,
          'fewer, for example by a filter of the tool',
        )
      } else all.set(metric, { name, unit, better, values })
    },
    series: () =>
      [...all]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([metric, { unit, better, values }]) => ({ metric, unit, better, values: thinned(values) })),
  }
}
