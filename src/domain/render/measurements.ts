// Benchmark figures as a table; every number comes from a recorded run.

import type { Measurement } from '../evidence/statistics.ts'
import { figure } from './figures.ts'
import { cell } from './text.ts'

export function measurementTable(measurements: readonly Measurement[]): string {
  if (measurements.length === 0) return ''
  const rows = measurements.map(
    (m) =>
      `| ${m.metric} | ${figure(m.baseline)} ${cell(m.unit)} | ${figure(m.candidate)} ${cell(m.unit)} | **${figure(m.ratio)}×** | ${figure(m.spread[0])}–${figure(m.spread[1])}× | ${m.samples} |`,
  )
  return `| metric | baseline | candidate | better by | range | paired samples |
|---|---|---|---|---|---|
${rows.join('\n')}`
}
