// The board of a repository as a page.

import type { AgentLine, BoardView, MetricLine } from '../board/view.ts'
import { taskRef, type TaskKey } from '../ids.ts'
import type { Kpi } from '../kpis/kpi.ts'
import { spanText } from '../priority/explain.ts'
import { timeText } from './coordination.ts'
import { figure, plural, usd } from './figures.ts'
import { html, Html, table, words } from './html.ts'
import { KPI_HEADING, kpiChange, kpiValue } from './kpis.ts'
import { page } from './page.ts'
import { planSections } from './plans-page.ts'
import { trendsSvg } from './trend-svg.ts'

const MAX_TITLE = 120
const MAX_STANDS = 240
/** Open tasks on the page at most: the rest is counted. */
const MAX_TASKS = 200
const MAX_TRENDS = 20

export interface BoardPage {
  view: BoardView
  /** Root of GitHub's web pages, for links to issues. */
  serverUrl: string
  /** Whether it renews itself. */
  live: boolean
}

/** `4 minutes ago`. */
const ago = (at: number, now: number): string =>
  now - at < 60_000 ? 'just now' : `${spanText(now - at)} ago`

const issueLink = (key: TaskKey, serverUrl: string): Html => {
  const { owner, repo, number } = taskRef(key)
  return html`<a href="${serverUrl}/${owner}/${repo}/issues/${number}">#${number}</a>`
}

const kpiRow = (kpi: Kpi): (Html | string)[] => [
  html`${kpi.title}
    <div class="what">${kpi.definition}.</div>`,
  kpiValue(kpi),
  kpiChange(kpi),
  String(kpi.cases),
]

function kpis({ kpis: all, days }: BoardView): Html {
  return html`<h2>Key figures</h2>
    ${table({
      caption: `Of the last ${plural(days, 'day')}, against as many before`,
      columns: KPI_HEADING,
      rows: all.map(kpiRow),
      figures: [1, 2, 3],
      empty: 'There is no key figure.',
    })}`
}

function tasks({ tasks: all }: BoardView, serverUrl: string): Html {
  const shown = all.slice(0, MAX_TASKS)
  const rest = all.length - shown.length
  return html`<h2>Tasks</h2>
    ${table({
      caption: 'Open tasks, those that wait for a person first',
      columns: ['Issue', 'Title', 'State', 'Where it stands', 'Last change'],
      rows: shown.map(({ task, title, state, stands, updatedAt }) => [
        issueLink(task, serverUrl),
        words(title, MAX_TITLE),
        state === 'blocked' ? html`<strong class="bad">BLOCKED</strong>` : (state ?? 'new'),
        words(stands, MAX_STANDS),
        timeText(updatedAt),
      ]),
      numbered: true,
      empty: 'No task is open.',
    })}${rest > 0 ? html`<p>… and ${plural(rest, 'more task')}.</p>` : undefined}`
}

const atWork = ({ at }: AgentLine, now: number, serverUrl: string): Html =>
  html`${at.map(
    ({ task, wave, purpose, since, working }) =>
      html`<div>
        ${issueLink(task, serverUrl)} wave ${wave}, ${purpose}: ${working ? 'at work' : 'queued'}, asked for
        ${ago(since, now)}
      </div>`,
  )}`

function agents({ agents: all, days, now }: BoardView, serverUrl: string): Html {
  return html`<h2>Agents</h2>
    ${table({
      caption: `The team now, and its runs of the last ${plural(days, 'day')}`,
      columns: ['Agent', 'State', 'At', 'Done', 'Failed', 'Cost'],
      rows: all.map((line) => [
        line.agent,
        line.state,
        line.at.length === 0 ? '–' : atWork(line, now, serverUrl),
        String(line.done),
        String(line.failed),
        line.usd === 0 ? '–' : usd(line.usd),
      ]),
      figures: [3, 4, 5],
      empty: 'Nobody has worked here, and no team is known.',
    })}`
}

const measured = (value: number | undefined, unit: string): string =>
  value === undefined ? '–' : `${figure(value)} ${unit}`

function metricRow(line: MetricLine): (Html | string)[] {
  const { metric, platform, machine, unit, target, now, baseline, reached } = line
  return [
    metric,
    platform === undefined ? 'not measured' : `${platform}: ${words(machine, MAX_TITLE)}`,
    measured(now, unit),
    measured(baseline, unit),
    target === undefined ? '–' : `${target.op} ${measured(target.value, target.unit)}`,
    reached === undefined
      ? '–'
      : reached
        ? html`<span class="good">yes</span>`
        : html`<strong class="bad">NO</strong>`,
  ]
}

function drawn(metrics: readonly MetricLine[]): Html {
  const lines = metrics.filter(({ points }) => points.length > 1).slice(0, MAX_TRENDS)
  if (lines.length === 0) return html`<p class="none">A trend needs two merges that were measured.</p>`
  const svg = trendsSvg(
    lines.map(({ target, platform, machine, ...line }) => ({
      trend: { ...line, platform: platform ?? '', machine: machine ?? '' },
      targets: target === undefined ? [] : [target],
    })),
  )
  return html`<div class="wide" tabindex="0" role="region" aria-label="Trends">${new Html(svg)}</div>`
}

function metrics({ metrics: all }: BoardView): Html {
  return html`<h2>Figures against targets</h2>
    ${table({
      caption: 'What the last merge measured; targets first',
      columns: ['Metric', 'On', 'Now', 'Baseline', 'Target', 'Reached'],
      rows: all.map(metricRow),
      figures: [2, 3, 4],
      empty: 'There is no target, and nothing merged was measured.',
    })}
    <h2>Trends</h2>
    ${drawn(all)}`
}

/** The document. Words of people and agents show as text. */
export function boardPage({ view, serverUrl, live }: BoardPage): string {
  const name = `${view.repository.owner}/${view.repository.repo}`
  const body = html`<p><a href="/dashboard">All repositories</a></p>
    <h1>${name}</h1>
    <main>
      ${tasks(view, serverUrl)} ${agents(view, serverUrl)} ${planSections(view)} ${kpis(view)}
      ${metrics(view)}
    </main>`
  return page({ title: `${name}: Baton`, now: view.now, path: `/dashboard/${name}`, live, body })
}
