// A format of benchmarks: its reader fills a collector of series.

import type { BenchmarkReport } from '../domain/reports/benchmark-series.ts'
import { defineFormat, type Format, type FormatDefinition, type ReportFile } from './format.ts'
import type { Problems } from './problems.ts'
import { createSeriesCollector, type SeriesCollector } from './series.ts'

export type BenchmarkFormat = Format<BenchmarkReport>

interface Definition extends Omit<FormatDefinition<BenchmarkReport>, 'read'> {
  gather(files: readonly ReportFile[], series: SeriesCollector, problems: Problems): void
}

/** A report without any series is a problem: nothing was measured. */
export const benchmarkFormat = ({ gather, ...format }: Definition): BenchmarkFormat =>
  defineFormat({
    ...format,
    read: (files, problems) => {
      const collector = createSeriesCollector()
      gather(files, collector, problems)
      const series = collector.series()
      if (series.length === 0 && problems.count === 0) {
        problems.add('the report', 'no benchmark is in it', 'at least one')
      }
      return series
    },
  })
