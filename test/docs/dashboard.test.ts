// docs/dashboard.md says of key figures and metrics what the code says.

import { expect, test } from 'vitest'
import { DEFAULT_DAYS, KPI_NAMES } from '../../src/domain/kpis/kpi.ts'
import { KPIS } from '../../src/domain/kpis/kpis.ts'
import { RENEW_S } from '../../src/domain/render/page.ts'
import { kpiMetric, numbersRegistry } from '../../src/http/metrics.ts'
import { fences, read } from './documents.ts'

const text = read('docs/dashboard.md')

test('the table of key figures is that of the code', () => {
  const rows = text.split('\n').filter((line) => /^\| .* \| `baton_kpi_[a-z_]+` \|/.test(line))
  expect(rows.filter((row) => !row.includes('baton_kpi_cases'))).toEqual(
    KPI_NAMES.map((name) => `| ${KPIS[name].title} | \`${kpiMetric(name)}\` | ${KPIS[name].definition} |`),
  )
  expect(text).toContain(`of the last ${DEFAULT_DAYS} days unless`)
  expect(text).toContain(`every ${RENEW_S} seconds`)
})

test('every metric of ours has its line, and no other', async () => {
  const registry = numbersRegistry({ repositories: [], backlog: { deliveries: 0, deadLetters: 0 } }, 30)
  const made = (await registry.getMetricsAsJSON()).map(({ name }) => name)
  const told = [...text.matchAll(/^\|(?: [\w ]+ \|)? `(baton_\w+)` \|/gm)].flatMap(([, name]) => name ?? [])
  expect(new Set(told)).toEqual(new Set(made))
  expect(told).toHaveLength(made.length)
})

test('the scrape configuration sends the token from a file', () => {
  const block = fences(text).find(({ lang }) => lang === 'yaml')
  expect(block?.text).toMatch(/type: Bearer\n\s+credentials_file:/)
})
