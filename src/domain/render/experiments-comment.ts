// The table of experiments on the issue.

import { compareMetrics, ratioText } from '../experiments/compare.ts'
import { baselineOf, type ExperimentRecord } from '../experiments/record.ts'
import { median } from '../benchmarks/order.ts'
import { readable } from '../reports/units.ts'
import { shortSha } from './figures.ts'
import { capped, cell, inCode } from './text.ts'

/** The newest stay when there are more. */
const MOST_ROWS = 60

function rows(one: ExperimentRecord, all: readonly ExperimentRecord[]): string[] {
  const base = baselineOf(one, all)
  const against = base === undefined ? [] : compareMetrics(base, one).metrics
  const given = Object.entries(one.parameters).map(([name, value]) => `${name}=${String(value)}`)
  const terms = [...given, ...(one.seed === null ? [] : [`seed ${one.seed}`])].join(', ')
  return one.metrics.map(({ metric, unit, samples }) => {
    const compared = against.find((entry) => entry.metric === metric)
    const versus = compared === undefined ? '-' : `${ratioText(compared)} ${base?.name ?? ''}`
    return `| \`${one.id}\` | ${inCode(one.name)} | ${cell(terms)} | ${shortSha(one.sha)} | ${metric} | ${cell(readable(median(samples), unit))} | ${samples.length} | ${cell(versus)} | ${one.run ?? '-'} |`
  })
}

/** Empty where there is none. */
export function experimentsComment(all: readonly ExperimentRecord[]): string {
  const table = all.flatMap((one) => rows(one, all))
  if (table.length === 0) return ''
  const left = table.length - MOST_ROWS
  return capped(`### Experiments

| id | experiment | given | commit | metric | median | samples | better by, against | run |
|---|---|---|---|---|---|---|---|---|
${table.slice(-MOST_ROWS).join('\n')}
${left > 0 ? `\nThe ${left} older rows are left out.` : ''}
\`baton experiments show|compare|reproduce\` with an id tells more. A ratio without a range in brackets comes from too few samples to say how sure it is.`)
}
