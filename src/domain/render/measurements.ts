// Benchmark figures as a table; every number comes from a recorded run.

import type { Measurement } from '../evidence/statistics.ts'
import { readable } from '../reports/units.ts'
import { figure } from './figures.ts'
import { cell } from './text.ts'

const interval = ({ interval: [low, high] }: Measurement): string =>
  low === 0 || high === Infinity ? 'too few samples' : `${figure(low)}–${figure(high)}×`

export function measurementTable(measurements: readonly Measurement[]): string {
  if (measurements.length === 0) return ''
  const rows = measurements.map(
    (m) =>
      `| ${m.metric} | ${cell(readable(m.baseline, m.unit))} | ${cell(readable(m.candidate, m.unit))} | **${figure(m.ratio)}×** | ${interval(m)} | ${m.samples} |`,
  )
  return `| metric | baseline | candidate | better by | 99 % sure | paired samples |
|---|---|---|---|---|---|
${rows.join('\n')}`
}
