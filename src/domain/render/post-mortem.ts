// The issue that looks back at a task: what was asked for, what was done, what was found on the way.

import type { RunRecord } from '../snapshot.ts'
import type { RoutedTask } from '../stages/stage.ts'
import { plural } from './figures.ts'
import { waveTable } from './summary-comment.ts'
import { capped, fenced, oneLine, quoted } from './text.ts'

const PREFIX = 'post-mortem'
/** As much of the original as is repeated; the rest stands there. */
const REPEATED = 4000
/** A report may be long, and there may be many. */
const MOST = 20_000

/** Marks the issue that looks back at the task `issue`. */
export const postMortemTopic = (issue: number): string => `${PREFIX}/${issue}`

/** The number of the task that an issue of this topic looks back at; undefined for any other topic. */
export function refOfPostMortem(topic: string | undefined): number | undefined {
  const number = topic === undefined ? undefined : /^post-mortem\/([1-9]\d{0,9})$/.exec(topic)?.[1]
  return number === undefined ? undefined : Number(number)
}

/** GitHub takes titles of up to 256 characters. */
export const postMortemTitle = (title: string): string => `Post-mortem: ${oneLine(title).slice(0, 200)}`

function found({ agent, purpose, outcome }: RunRecord): string[] {
  if (outcome?.kind === 'done' && outcome.purpose === 'research')
    return [`- ${agent} reported: ${oneLine(outcome.value.summary)}`]
  if (
    outcome?.kind === 'done' &&
    outcome.purpose === 'review' &&
    outcome.value.position === 'request_changes'
  )
    return [`- ${agent} requested changes: ${oneLine(outcome.value.summary)}`]
  if (outcome === undefined || outcome.kind === 'done') return []
  return [`- a run of ${agent} (${purpose}) ended without a result: ${outcome.kind}`]
}

export function postMortemBody(task: RoutedTask): string {
  const { snapshot, route } = task
  const { issue, pack } = snapshot
  const title = pack.patterns[route.pattern ?? '']?.title ?? route.pattern ?? ''
  const lines = snapshot.runs.flatMap(found)
  const trouble = lines.length === 0 ? '' : `\n\n**On the way**\n${capped(lines.join('\n'), MOST)}`
  return `#${issue.number} is done. Its pattern, ${oneLine(title)}, asks for a look back: ${route.postMortem.join(', then ')} say what happened, what caused it, and what would keep it from happening again. Nothing is changed here.

${waveTable(task)}

${plural(snapshot.runs.length, 'run')} in all; the summary, with cost and verdicts, is on #${issue.number}.${trouble}

<details><summary>What was asked for</summary>

${fenced(capped(quoted(`${issue.title}\n\n${issue.body}`), REPEATED))}

</details>`
}
