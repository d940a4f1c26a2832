// The same view for a terminal, as `baton status` prints it: aligned columns, no Markdown.

import type { CoordinationView, PlanLine } from '../schedule/coordination.ts'
import { holdText, type Hold } from '../schedule/hold.ts'
import { criticalText, durationText, sinceText, slackText, stateWord } from './coordination.ts'
import { columns, padded, shortLine } from './titles.ts'

const MAX_TITLE = 40
const MAX_WHY = 120

const aligned = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => columns(row[i] ?? ''))))
  return rows.map((row) =>
    row
      .map((text, i) => padded(text, widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** The state has a column of its own and is not said twice. */
function whyOf(hold: Hold): string | undefined {
  if (hold.kind === 'started' || hold.kind === 'merged') return undefined
  return hold.kind === 'blocked' || hold.kind === 'cancelled' ? hold.why : holdText(hold)
}

function planRow(line: PlanLine, now: number): string[] {
  const { current, plan, orchestrator, merged, of } = line
  if (current === undefined) {
    if (of === 0) return [plan, orchestrator, '-', 'cancelled', '', '']
    const place = `${merged}/${of}`
    return line.complete
      ? [plan, orchestrator, place, 'complete', '', '']
      : [plan, orchestrator, place, 'NOT COMPLETE', '', shortLine(line.stands ?? '', MAX_WHY)]
  }
  const { place, state, title, hold, since } = current
  const why = hold && whyOf(hold)
  const notes = [
    ...(why === undefined ? [] : [shortLine(why, MAX_WHY)]),
    ...(since === undefined ? [] : [sinceText(since, now)]),
    ...(line.paused === undefined || hold?.kind === 'paused'
      ? []
      : [`paused: ${shortLine(line.paused, MAX_WHY)}`]),
    ...(line.others === 0 ? [] : [`and ${line.others} more under way`]),
  ]
  return [
    plan,
    orchestrator,
    `${place}/${of}`,
    stateWord(state),
    shortLine(title, MAX_TITLE),
    notes.join('; '),
  ]
}

/** All lines, without a line end after the last. */
export function coordinationText(view: CoordinationView): string {
  if (view.plans.length === 0) return 'There is no plan in this repository.'
  const plans = aligned([
    ['PLAN', 'ORCHESTRATOR', 'WAVE', 'STATE', 'TITLE', 'WHY'],
    ...view.plans.map((line) => planRow(line, view.now)),
  ])
  const open = view.waves.filter(({ state }) => state !== 'merged' && state !== 'cancelled')
  const waves = aligned([
    ['WAVE', 'AGENT', 'STATE', 'TAKES', 'SLACK', 'TITLE'],
    ...open.map((wave) => [
      wave.id,
      wave.agent ?? '-',
      wave.state,
      durationText(wave),
      slackText(wave),
      shortLine(wave.title, MAX_TITLE),
    ]),
  ])
  return [...plans, '', ...(open.length === 0 ? [] : [...waves, '']), criticalText(view)].join('\n')
}
