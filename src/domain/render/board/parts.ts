// Parts of a board that its issue and the reports of the rhythm share: tasks, agents, dependencies, figures.

import type { AgentLine, BoardView, DependencyCell, MetricLine, TaskLine } from '../../board/view.ts'
import { taskRef, type TaskKey } from '../../ids.ts'
import type { Kpi } from '../../kpis/kpi.ts'
import { figure, plural, usd } from '../figures.ts'
import { kpiTable } from '../kpis.ts'
import { cell } from '../text.ts'
import { titleCode } from '../titles.ts'
import { wallText } from '../wall-clock.ts'
import { atMost, table } from './fit.ts'

const MOST_TASKS = 60
const MOST_AGENTS = 40
const MOST_METRICS = 60
const MOST_TITLE = 60
const MOST_WORDS = 160
/** A matrix that is wider than this cannot be read on a page. */
const MOST_COLUMNS = 8
const MOST_PAIRS = 60

export const taskLink = (key: TaskKey): string => `#${taskRef(key).number}`

/** A task that waits for a person, by what its label says. */
export const waitsForPerson = ({ state }: TaskLine): boolean => state === 'blocked'

export function taskTable(tasks: readonly TaskLine[], zone: string): string {
  const { shown, rest } = atMost(tasks, MOST_TASKS, 'task')
  const rows = shown.map(({ task, title, state, stands, updatedAt }) => [
    taskLink(task),
    titleCode(title ?? '', MOST_TITLE),
    state ?? '–',
    stands === undefined ? '–' : titleCode(stands, MOST_WORDS),
    wallText(updatedAt, zone),
  ])
  return table(['task', 'title', 'state', 'stands', 'last change'], rows, rest)
}

const atWork = ({ at }: AgentLine, zone: string): string =>
  at.length === 0
    ? '–'
    : `${at
        .slice(0, 3)
        .map(
          ({ task, purpose, since, working }) =>
            `${taskLink(task)} ${cell(purpose)}${working ? '' : ' (waiting)'} since ${wallText(since, zone)}`,
        )
        .join('; ')}${at.length > 3 ? `; and ${at.length - 3} more` : ''}`

/** Those with work or with runs in the window; the others are named in one line. */
export function agentTable({ agents, days }: Pick<BoardView, 'agents' | 'days'>, zone: string): string {
  const busy = agents.filter(({ state, done, failed }) => state !== 'idle' || done + failed > 0)
  const idle = agents.filter((line) => !busy.includes(line)).map(({ agent }) => agent)
  const { shown, rest } = atMost(busy, MOST_AGENTS, 'agent')
  const rows = shown.map((line) => [
    line.agent,
    line.state,
    atWork(line, zone),
    String(line.done),
    String(line.failed),
    usd(line.usd),
  ])
  const names = atMost(idle, MOST_AGENTS, 'agent')
  const rested =
    idle.length === 0
      ? ''
      : `Without work in ${plural(days, 'day')}: ${[...names.shown, ...(names.rest === '' ? [] : [names.rest])].join(', ')}.`
  return [table(['agent', 'state', 'at what', 'done', 'failed', 'cost'], rows, rest), rested]
    .filter((text) => text !== '')
    .join('\n\n')
}

const needsText = ({ needs }: DependencyCell): string =>
  needs
    .slice(0, 6)
    .map(({ what, met }) => `${met ? '✓' : '✗'} ${titleCode(what, 40)}`)
    .join(' ') + (needs.length > 6 ? ` … ${needs.length - 6} more` : '')

/** A row for each plan that waits, a column for each that is waited for; where there are too many, a row for each pair. */
export function dependencyTable({ plans, dependencies }: Pick<BoardView, 'plans' | 'dependencies'>): string {
  const columns = plans.filter((plan) => dependencies.some(({ to }) => to === plan))
  const rows = plans.filter((plan) => dependencies.some(({ from }) => from === plan))
  const cellOf = (from: string, to: string): string => {
    const found = dependencies.find((one) => one.from === from && one.to === to)
    return found === undefined ? '' : needsText(found)
  }
  if (columns.length <= MOST_COLUMNS && rows.length <= MOST_PAIRS)
    return table(
      ['waits ↓ for →', ...columns],
      rows.map((from) => [`**${from}**`, ...columns.map((to) => cellOf(from, to))]),
    )
  const { shown, rest } = atMost(dependencies, MOST_PAIRS, 'pair')
  return table(
    ['plan', 'waits for', 'needs'],
    shown.map((one) => [one.from, one.to, needsText(one)]),
    rest,
  )
}

const amount = (value: number | undefined, unit: string): string =>
  value === undefined ? '–' : `${figure(value)} ${cell(unit)}`

export function metricTable(metrics: readonly MetricLine[]): string {
  const { shown, rest } = atMost(metrics, MOST_METRICS, 'metric')
  const rows = shown.map(({ metric, platform, unit, target, now, baseline, reached }) => [
    cell(metric),
    platform ?? '–',
    now === undefined ? 'not measured' : amount(now, unit),
    amount(baseline, unit),
    target === undefined ? '–' : `${target.op} ${amount(target.value, target.unit)}`,
    reached === undefined ? '–' : reached ? 'yes' : 'no',
  ])
  return table(['metric', 'platform', 'now', 'baseline', 'target', 'reached'], rows, rest)
}

/** Figures without a case in either window are left out. `days`: what both windows are of. */
export function figuresOf(kpis: readonly Kpi[], days: number): string {
  const told = kpis.filter(({ value, before }) => value !== undefined || before !== undefined)
  return told.length === 0 ? '' : kpiTable(told, days)
}
