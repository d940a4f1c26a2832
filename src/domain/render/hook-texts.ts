// What hooks say: their comments, what an agent is asked and has reported, and the table of what was done when.

import type { RunBrief } from '../actions.ts'
import type { HookRecord, RecordedMoment, RecordedStep } from '../hooks/record.ts'
import { stepText } from '../hooks/step.ts'
import type { OutcomeOf } from '../outcomes.ts'
import type { RunRecord } from '../snapshot.ts'
import type { RoutedTask } from '../stages/stage.ts'
import { issueText, reports } from './briefs.ts'
import { plural } from './figures.ts'
import { cell, list, oneLine, quoted } from './text.ts'

/** `HOOK/key` for people: the hook's name and its moment. */
const named = (id: string): [hook: string, moment: string] => {
  const slash = id.indexOf('/')
  return [id.slice(0, slash), id.slice(slash + 1)]
}
const title = (id: string): string => named(id).join(', ')

/** Words of the policy, whose author may mention whoever they like. */
export const hookComment = (id: string, words: string): string => `${words}\n\n<sub>${title(id)}</sub>`

/** Words of the policy are trusted as the policy is; what the task says is not. */
export function hookBrief(task: RoutedTask, id: string, words: string): RunBrief {
  const { snapshot, route } = task
  return {
    title: `${title(id)}: issue #${snapshot.issue.number}`,
    instructions: `${words}\n\nLook, and report; nothing is changed here. Every finding names its source: a path with lines, or a document.`,
    untrusted: [issueText(snapshot), ...reports(snapshot)],
    routedBy: `the conductor, for ${snapshot.key} (${route.type}, ${route.complexity}): the hook ${title(id)}`,
  }
}

export function hookReport(id: string, run: RunRecord, report: OutcomeOf['research']): string {
  const findings = report.findings
    .map(
      ({ title: what, detail, sources }) =>
        `- **${oneLine(what)}**: ${quoted(detail)}${sources.length > 0 ? ` (${sources.map(oneLine).join('; ')})` : ''}`,
    )
    .join('\n')
  const parts = [
    `### ${title(id)}: report by ${run.agent}`,
    quoted(report.summary),
    findings,
    `**Recommendation.** ${quoted(report.recommendation)}`,
    report.risks.length > 0 ? `**Risks**\n${list(report.risks)}` : '',
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

interface Row {
  id: string
  moment: RecordedMoment
  step: RecordedStep
}

const rowsOf = (record: HookRecord): Row[] =>
  Object.entries(record).flatMap(([id, moment]) => moment.steps.map((step) => ({ id, moment, step })))

/** To the second, in UTC. */
const time = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC')

const ending = ({ result, failed, at }: RecordedStep): string =>
  at === undefined ? 'open' : `${failed === true ? '❌ ' : ''}${result ?? ''}, ${time(at)}`

/** Every step of every moment that came, as a table; undefined when nothing hung on any. */
export function hookTable(record: HookRecord): string | undefined {
  const rows = rowsOf(record).map(({ id, moment, step }) => {
    const [hook, key] = named(id)
    return `| ${[hook, key, cell(stepText(step.does)), time(moment.at), cell(ending(step))].join(' | ')} |`
  })
  return rows.length === 0
    ? undefined
    : `| hook | moment | what | came | result |\n|---|---|---|---|---|\n${rows.join('\n')}`
}

/** What failed, or undefined. */
export function troubleComment(record: HookRecord): string | undefined {
  const failures = rowsOf(record)
    .filter(({ step }) => step.failed === true)
    .map(({ id, step }) => `- ${title(id)} ${oneLine(stepText(step.does))}: ${oneLine(step.result ?? '')}`)
  return failures.length === 0
    ? undefined
    : `### Baton: hooks that failed\n\nThe task does not wait for them.\n\n${failures.join('\n')}`
}

/** For the explanation of where a task stands: how many, and the last that came. */
export function firedText(record: HookRecord): string {
  const rows = rowsOf(record)
  const last = rows.at(-1)
  if (last === undefined) return 'hooks: none has fired'
  const open = rows.filter(({ step }) => step.at === undefined).length
  const how = open === 0 ? '' : `, ${open} open`
  return `hooks: ${plural(rows.length, 'step')}${how}, last ${title(last.id)} ${stepText(last.step.does)}`
}
