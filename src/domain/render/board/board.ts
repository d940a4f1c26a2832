// The body of the status board: who does what, what waits, figures against targets, the critical path, key figures.

import type { RiskLine } from '../../board/register.ts'
import type { BoardView } from '../../board/view.ts'
import type { CoordinationView } from '../../schedule/coordination.ts'
import { criticalText } from '../coordination.ts'
import { plural } from '../figures.ts'
import { planDiagram } from '../plan-graph.ts'
import { fenced, oneLine } from '../text.ts'
import { shortLine } from '../titles.ts'
import { zonedText } from '../wall-clock.ts'
import { fitted, type Section } from './fit.ts'
import { riskTable } from './milestones.ts'
import { agentTable, dependencyTable, figuresOf, metricTable, taskTable } from './parts.ts'

const MOST_NOTE = 300

export interface BoardText {
  view: BoardView
  register: readonly RiskLine[]
  zone: string
  /** Why it is not pinned; undefined where it is. */
  note: string | undefined
  /** When what it says changed last, in milliseconds since 1970. */
  changedAt: number
}

const section = (name: string, title: string, text: string): Section => ({
  name,
  text: text === '' ? '' : `### ${title}\n\n${text}`,
})

const HOUR = 60

/** What is left of work under way gets less with every minute: a board that said so would be written with every look at it. */
function inHours(view: CoordinationView): CoordinationView {
  const { critical } = view
  if (!critical.ok) return view
  return { ...view, critical: { ...critical, minutes: Math.ceil(critical.minutes / HOUR) * HOUR } }
}

function planSections({ coordination }: BoardView): Section[] {
  if (coordination === undefined || coordination.plans.length === 0) return []
  const { mermaid, note } = planDiagram(coordination)
  const drawn = [
    ...(mermaid === undefined ? [] : [fenced(mermaid, 'mermaid')]),
    ...(note === undefined ? [] : [`<sub>${note}.</sub>`]),
  ]
  return [
    section('the critical path', 'Critical path', criticalText(inHours(coordination))),
    { name: 'the diagram of the plans', text: drawn.join('\n\n') },
  ]
}

/** The same view and time make the same text. Without the marker. */
export function renderBoard({ view, register, zone, note, changedAt }: BoardText): string {
  const { tasks, kpis, days, metrics } = view
  const head = [
    `What Baton's agents are at in this repository. Last change: ${zonedText(changedAt, zone)}.`,
    `<sub>Baton writes this issue: what is edited here is overwritten by the next change. Close it, and it is left alone until somebody opens it again or the policy changes.${note === undefined ? '' : ` Not pinned: ${oneLine(shortLine(note, MOST_NOTE))}.`}</sub>`,
  ].join('\n\n')
  return fitted(head, [
    section(
      'the open tasks',
      tasks.length === 0 ? 'No open task' : plural(tasks.length, 'open task'),
      tasks.length === 0 ? 'Nobody has handed one over.' : taskTable(tasks, zone),
    ),
    section('the agents', 'Agents', agentTable(view, zone)),
    section('the dependencies', 'Plans that wait for each other', dependencyTable(view)),
    ...planSections(view),
    section('the risks', 'Risks', riskTable(register)),
    section('the metrics', 'Metrics against targets', metricTable(metrics)),
    section('the key figures', 'Key figures', figuresOf(kpis, days)),
  ])
}

/** What is left once the policy asks for no board any more. */
export const retiredBoard = (): string =>
  'The policy of this repository asks for no status board any more: `board` and `rhythm` are off. This issue is left as it is, and may be closed.'
