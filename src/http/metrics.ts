// GET /metrics: key figures, work, backlog and the process itself, in the text format of Prometheus.

import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { KPI_NAMES, type Kpi, type KpiName } from '../domain/kpis/kpi.ts'
import { KPIS } from '../domain/kpis/kpis.ts'
import type { RepositoryGauges } from '../reconcile/gauges.ts'
import type { Backlog } from '../store/backlog.ts'
import { isReading, type createAccess } from './access.ts'
import { cached } from './cached.ts'
import type { HttpHandler } from './health.ts'

export interface Numbers {
  repositories: readonly RepositoryGauges[]
  backlog: Backlog
}

/** The unit ends a name: https://prometheus.io/docs/practices/naming/ */
const SUFFIX: Readonly<Record<Kpi['unit'], string>> = {
  ratio: '_ratio',
  seconds: '_seconds',
  // It is the name of the figure already.
  rounds: '',
  usd: '_usd',
}

/** `baton_kpi_cost_usd`. */
export const kpiMetric = (name: KpiName): string => `baton_kpi_${name}${SUFFIX[KPIS[name].unit]}`

function kpiGauges(registry: Registry, repositories: readonly RepositoryGauges[], days: number): void {
  const cases = new Gauge({
    name: 'baton_kpi_cases',
    help: 'How many cases a key figure is of',
    labelNames: ['repository', 'kpi'],
    registers: [registry],
  })
  for (const name of KPI_NAMES) {
    const { title, definition } = KPIS[name]
    const gauge = new Gauge({
      name: kpiMetric(name),
      help: `${title}, last ${days} days. ${definition}`,
      labelNames: ['repository'],
      registers: [registry],
    })
    for (const { repository, kpis } of repositories) {
      const kpi = kpis.find((one) => one.name === name)
      // Without a case there is no sample: 0 would be a statement.
      if (kpi?.value !== undefined) gauge.set({ repository }, kpi.value)
      cases.set({ repository, kpi: name }, kpi?.cases ?? 0)
    }
  }
}

function workGauges(registry: Registry, repositories: readonly RepositoryGauges[]): void {
  const registers = [registry]
  const tasks = new Gauge({
    name: 'baton_open_tasks',
    help: 'Open tasks, by what the label state: says',
    labelNames: ['repository', 'state'],
    registers,
  })
  const runs = new Gauge({
    name: 'baton_agent_runs',
    help: 'Agent runs that are queued or running',
    labelNames: ['repository', 'agent', 'state'],
    registers,
  })
  const spent = new Gauge({
    name: 'baton_spent_today_usd',
    help: 'US dollars of runs that ended today (UTC) or are under way',
    labelNames: ['repository'],
    registers,
  })
  for (const { repository, ...gauges } of repositories) {
    for (const [state, count] of gauges.tasks) tasks.set({ repository, state }, count)
    for (const { agent, queued, running } of gauges.runs) {
      runs.set({ repository, agent, state: 'queued' }, queued)
      runs.set({ repository, agent, state: 'running' }, running)
    }
    spent.set({ repository }, gauges.usdToday)
  }
}

function backlogGauges(registry: Registry, { deliveries, deadLetters }: Backlog): void {
  const gauges = [
    ['baton_deliveries_waiting', 'Webhooks that nobody has looked at yet', deliveries],
    ['baton_dead_letters', 'Jobs that are not retried any more', deadLetters],
  ] as const
  for (const [name, help, value] of gauges) new Gauge({ name, help, registers: [registry] }).set(value)
}

/** A registry of its own for each scrape: what is no more, as an agent that was removed, leaves no sample behind. */
export function numbersRegistry({ repositories, backlog }: Numbers, days: number): Registry {
  const registry = new Registry()
  kpiGauges(registry, repositories, days)
  workGauges(registry, repositories)
  backlogGauges(registry, backlog)
  return registry
}

export interface MetricsDeps {
  access: ReturnType<typeof createAccess>
  numbers: () => Promise<Numbers>
  /** Days that the key figures are of. */
  days: number
  now: () => number
}

/** Numbers are at most so old: scrapes of two monitors do not read the store twice. */
const KEEP_MS = 10_000

/** Those of the process are as of the scrape. */
export function metrics({ access, numbers, days, now }: MetricsDeps): HttpHandler {
  const own = new Registry()
  collectDefaultMetrics({ register: own })
  const kept = cached(async () => numbersRegistry(await numbers(), days).metrics(), KEEP_MS, now)
  return async (req, res) => {
    if (req.url?.split('?')[0] !== '/metrics') return false
    if (!access(req, res) || !isReading(req, res)) return true
    const text = `${await kept('')}\n${await own.metrics()}`
    res
      .writeHead(200, { 'content-type': own.contentType, 'cache-control': 'no-store' })
      .end(req.method === 'HEAD' ? undefined : text)
    return true
  }
}
