// Key figures as people read them: values with their units, the change against the window before, a table in Markdown.

import { DEFAULT_DAYS, type Kpi } from '../kpis/kpi.ts'
import { spanText } from '../priority/explain.ts'
import { figure, plural, usd } from './figures.ts'

/** Where there was no case. */
const NONE = '–'

const MINUTE_S = 60

function valueText(unit: Kpi['unit'], value: number): string {
  switch (unit) {
    case 'ratio':
      return `${figure(value * 100)} %`
    case 'seconds':
      return value < MINUTE_S ? plural(Math.round(value), 'second') : spanText(value * 1000)
    case 'rounds':
      return figure(value)
    case 'usd':
      return usd(value)
  }
}

/** `94 %`, `2 hours 5 minutes`, `$3.10`; a dash where there was no case. */
export const kpiValue = ({ unit, value }: Pick<Kpi, 'unit' | 'value'>): string =>
  value === undefined ? NONE : valueText(unit, value)

/** From the window before: `+3 points` of per cent, `-20 %` of anything else; a dash where either had no case. */
export function kpiChange({ unit, value, before }: Pick<Kpi, 'unit' | 'value' | 'before'>): string {
  if (value === undefined || before === undefined) return NONE
  if (value === before) return 'the same'
  const by = value - before
  const sign = by > 0 ? '+' : '−'
  if (unit === 'ratio') return `${sign}${plural(figured(by * 100), 'point')}`
  return before === 0 ? 'from 0' : `${sign}${figured((by / before) * 100)} %`
}

/** The size of a number as `figure` writes it: what is one when it is read is one point. */
const figured = (value: number): number => Number(Math.abs(value).toPrecision(3))

/** The rows of a table, without a heading: title, value, change, cases. */
export const kpiRows = (
  kpis: readonly Kpi[],
): [title: string, value: string, change: string, cases: string][] =>
  kpis.map((kpi) => [kpi.title, kpiValue(kpi), kpiChange(kpi), String(kpi.cases)])

export const KPI_HEADING = ['Key figure', 'Value', 'Change', 'Cases'] as const

/** As a table in Markdown. Nothing in it is by anybody else. `days`: the window that the figures are of. */
export function kpiTable(kpis: readonly Kpi[], days = DEFAULT_DAYS): string {
  const rows = [KPI_HEADING, ['---', '---:', '---:', '---:'], ...kpiRows(kpis)]
  return [
    `Of the last ${plural(days, 'day')}, against as many before.`,
    '',
    ...rows.map((row) => `| ${row.join(' | ')} |`),
  ].join('\n')
}
