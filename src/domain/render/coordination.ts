// All plans at a glance, as the answer to `/baton coordinate`: where each stands, slack, critical path, a diagram.

import { spanText } from '../priority/explain.ts'
import type { CoordinationView, PlanLine, WaveLine } from '../schedule/coordination.ts'
import { holdText, type Hold } from '../schedule/hold.ts'
import type { WaveState } from '../schedule/state.ts'
import { figure, plural } from './figures.ts'
import { planDiagram } from './plan-graph.ts'
import { capped, fenced } from './text.ts'
import { shortLine, titleCode } from './titles.ts'

const MAX_PLANS = 100
const FEWER_PLANS = 30
const MAX_ROWS = 60
const MAX_PATH = 20
const MAX_TITLE = 60
const MAX_WHY = 120
const MAX_WAITS = 240
/** GitHub's limit for a comment is 65,535 characters; some are left for the marker. */
const MAX_COMMENT = 64_000

/** What a person has to notice is in capitals, as in the seed's example. */
export const stateWord = (state: WaveState): string =>
  state === 'waiting' || state === 'blocked' ? state.toUpperCase() : state

/** The last day that a time can be of. */
const LAST = 8.64e15

/** `2026-07-01 10:00 UTC`. */
export const timeText = (at: number): string =>
  Math.abs(at) <= LAST
    ? `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
    : 'an unknown time'

/** `since 2026-07-01 10:00 UTC (1 day 2 hours)`. */
export function sinceText(since: number, now: number): string {
  const span = now - since
  return `since ${timeText(since)}${span > 0 && span <= LAST ? ` (${spanText(span)})` : ''}`
}

/** Hours of work, with a mark where nobody knows. */
export const hoursText = (minutes: number): string => `${figure(minutes / 60)} h`

export function durationText({ duration }: WaveLine): string {
  switch (duration.basis) {
    case 'taken':
      return `took ${hoursText(duration.whole)}`
    case 'none':
      return '–'
    case 'plan':
      return hoursText(duration.whole)
    case 'history':
      return `${hoursText(duration.whole)} (history)`
    case 'guess':
      return `${hoursText(duration.whole)} (guess)`
  }
}

export const slackText = ({ slack, state }: WaveLine): string =>
  slack === undefined || state === 'merged' || state === 'cancelled'
    ? '–'
    : slack === 0
      ? 'critical'
      : hoursText(slack)

/** Names of plans, waves, signals and agents and our words around them: nothing that GitHub would read as anything else. */
const HARMLESS = /^[A-Za-z0-9 /(),;:-]+$/

/** What holds a wave. Words of people and agents are shown as code, and so is whatever looks as if it might be theirs. */
function whyText(hold: Hold): string | undefined {
  switch (hold.kind) {
    case 'waits':
    case 'limit': {
      const text = shortLine(holdText(hold), MAX_WAITS)
      return HARMLESS.test(text.replace(/…$/, '')) ? text : titleCode(text, MAX_WAITS)
    }
    case 'paused':
      return `paused: ${titleCode(hold.why, MAX_WHY)}`
    case 'blocked':
    case 'cancelled':
      return hold.why === undefined ? undefined : titleCode(hold.why, MAX_WHY)
    case 'started':
    case 'merged':
      return undefined
  }
}

function planText(line: PlanLine, now: number): string {
  const { current, plan, orchestrator, title } = line
  const head = `**${plan}** ${titleCode(title, MAX_TITLE)} (${orchestrator})`
  if (current === undefined) {
    if (line.of === 0) return `- ${head}: cancelled`
    const merged = `${line.merged} of ${line.of} waves merged`
    if (line.complete) return `- ${head}: complete, ${merged}`
    const stands = line.stands === undefined ? '' : `: ${titleCode(line.stands, MAX_WAITS)}`
    return `- ${head}: ${merged}, NOT COMPLETE${stands}`
  }
  const why = current.hold && whyText(current.hold)
  const parts = [
    `wave ${current.place} of ${line.of}, ${stateWord(current.state)}: ${titleCode(current.title, MAX_TITLE)}`,
    ...(why === undefined ? [] : [why]),
    ...(current.since === undefined ? [] : [sinceText(current.since, now)]),
    ...(current.attempts > 1 ? [`attempt ${current.attempts}`] : []),
    ...(line.others === 0 ? [] : [`${plural(line.others, 'other wave')} under way`]),
    ...(line.paused === undefined || current.hold?.kind === 'paused'
      ? []
      : [`paused, nothing more of it starts: ${titleCode(line.paused, MAX_WHY)}`]),
  ]
  return `- ${head}: ${parts.join(' · ')}`
}

const URGENCY: Readonly<Record<WaveState, number>> = {
  blocked: 0,
  running: 1,
  validating: 1,
  'in-review': 1,
  ready: 2,
  waiting: 3,
  planned: 3,
  cancelled: 4,
  merged: 5,
}

function waveTable(waves: readonly WaveLine[]): string {
  const shown =
    waves.length <= MAX_ROWS
      ? waves
      : waves
          .toSorted((a, b) => URGENCY[a.state] - URGENCY[b.state] || (a.slack ?? 0) - (b.slack ?? 0))
          .slice(0, MAX_ROWS)
  const rows = shown.map(
    (wave) =>
      `| ${wave.id} | ${titleCode(wave.title, MAX_TITLE)} | ${wave.agent ?? '–'} | ${wave.state} | ${durationText(wave)} | ${slackText(wave)} |`,
  )
  const rest = waves.length - shown.length
  return `| wave | title | agent | state | takes | slack |
|---|---|---|---|---|---|
${rows.join('\n')}${rest === 0 ? '' : `\n\n… and ${plural(rest, 'more wave')}, none more urgent.`}`
}

/** The critical path in words. */
export function criticalText({ critical }: CoordinationView): string {
  if (!critical.ok) return `There is no critical path: ${critical.circle}.`
  const { path, minutes, guessed } = critical
  if (path.length === 0) return 'Nothing is left to do.'
  const names =
    path.length <= MAX_PATH ? path : [...path.slice(0, MAX_PATH), `… ${path.length - MAX_PATH} more`]
  const marked = guessed === 0 ? '' : `, with a guess for ${plural(guessed, 'wave')}`
  return `Critical path: ${names.join(' → ')}, ${hoursText(minutes)} left${marked}. A delay of any of these delays the end of everything; limits on runs may add to it.`
}

function planLines({ plans, now }: CoordinationView, most: number): string {
  const lines = plans.slice(0, most).map((plan) => planText(plan, now))
  const rest = plans.length - lines.length
  return [...lines, ...(rest > 0 ? [`- … and ${plural(rest, 'more plan')}`] : [])].join('\n')
}

const folded = (summary: string, text: string): string =>
  `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`

/** At most one comment; where not everything fits, the diagram goes first, then the table, then plans. */
export function renderCoordination(view: CoordinationView): string {
  if (view.plans.length === 0) return '### Baton: all plans\n\nThere is no plan in this repository.'
  const { mermaid, note } = planDiagram(view)
  const head = (most: number): string =>
    `### Baton: all plans\n\n${planLines(view, most)}\n\n${criticalText(view)}`
  const table = folded('All waves with slack', waveTable(view.waves))
  const diagram = mermaid === undefined ? [] : [folded('Diagram', fenced(mermaid, 'mermaid'))]
  const left = (what: string): string => `<sub>A comment has no room for ${what}.</sub>`
  const choices = [
    [head(MAX_PLANS), table, ...diagram, ...(note === undefined ? [] : [`<sub>${note}.</sub>`])],
    [head(MAX_PLANS), table, left('the diagram')],
    [head(MAX_PLANS), left('the table of waves and the diagram')],
    [head(FEWER_PLANS), left('more plans, the table of waves and the diagram')],
  ].map((sections) => sections.join('\n\n'))
  return choices.find((text) => text.length <= MAX_COMMENT) ?? capped(choices.at(-1) ?? '', MAX_COMMENT)
}
