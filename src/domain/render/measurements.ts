// Benchmark figures as a table; every number comes from a recorded run.

import type { Measurement } from '../evidence/statistics.ts'
import type { TargetRow } from '../gates/targets.ts'
import { readable } from '../reports/units.ts'
import { figure, plural } from './figures.ts'
import { cell } from './text.ts'

const interval = ({ interval: [low, high] }: Measurement): string =>
  low === 0 || high === Infinity ? 'too few samples' : `${figure(low)}–${figure(high)}×`

const amount = (value: number, unit: string): string => `${figure(value)} ${cell(unit)}`

/** Figures against targets; targets that nobody measured are counted in words. */
export function targetTable(rows: readonly TargetRow[]): string {
  const lines = rows.flatMap(({ target, now, baseline, reached }) => {
    if (now === undefined) return []
    const said = reached === undefined ? 'measured in another unit' : reached ? 'yes' : 'no'
    const before = baseline === undefined ? '—' : amount(baseline.value, baseline.unit)
    return [
      `| ${target.metric} | ${now.platform} | ${amount(now.figure.median, now.figure.unit)} | ${before} | ${target.op} ${amount(target.value, target.unit)} | ${said} |`,
    ]
  })
  const missing = rows.filter(({ now }) => now === undefined).length
  const left = missing === 0 ? '' : `${plural(missing, 'target')} not measured here.`
  if (lines.length === 0) return left
  const table = `| metric | platform | now | baseline | target | reached |
|---|---|---|---|---|---|
${lines.join('\n')}`
  return left === '' ? table : `${table}\n\n${left}`
}

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
