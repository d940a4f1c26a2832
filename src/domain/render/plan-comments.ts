// What Baton says on the issue of a plan.

import type { PlanDocument, PlanDocumentWave } from '../plan/document.ts'
import { reasonMarkdown, type Reason } from '../reason.ts'
import type { PullObservation } from '../snapshot.ts'
import { shortSha } from './figures.ts'
import { waitsOf } from '../plan/route-plan.ts'
import { list, oneLine, quoted } from './text.ts'

/** The hand-over of a wave: what is done, by what it is borne out, and who may go on now. */
export function waveCompleteComment(
  plan: PlanDocument,
  wave: PlanDocumentWave,
  pull: PullObservation | undefined,
  signals: readonly string[],
): string {
  const merged =
    pull?.mergeSha === undefined
      ? 'Its findings are on this issue.'
      : `Merged in #${pull.number} as ${shortSha(pull.mergeSha)}.`
  const section = (title: string, entries: readonly string[]): string =>
    entries.length === 0 ? '' : `\n\n**${title}**\n${list(entries.map(quoted))}`
  const freezes = wave.freezes.map(({ paths, symbols, days }) =>
    [...symbols, ...paths].join(', ').concat(days === undefined ? '' : ` (for ${days} days)`),
  )
  return `### Wave ${wave.wave} of ${plan.plan} is complete: ${quoted(wave.title)}

${merged}${section('Handed over', wave.deliverables)}${section('Frozen from now on', freezes)}

Signals sent: ${signals.map((name) => `\`${name}\``).join(', ')}.`
}

/** The end of a plan: what the conductor's approval rests on, and what it sets going. */
export const planApprovalComment = (approval: Reason, signal: string): string =>
  `### Baton: the plan is complete

Approved by the conductor, and recorded as a check on the commit that was validated.

${reasonMarkdown(approval)}

Signal sent: \`${signal}\`.`

/** What is wrong with a plan as it stands on the issue now, and which one is in force. */
export function planProblemsComment(problems: readonly string[], lastGood: boolean): string {
  if (problems.length === 0) return '### Baton: the plan is valid again\n\nIt is in force from now on.'
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  const force = lastGood
    ? 'The last good version stays in force until this is mended: nothing that was finished is lost.'
    : 'Nothing is started until this is mended. Edit the issue: it is read again at once.'
  return `### Baton: the plan has ${count}\n\n${force}\n\n${problems.map((problem) => `- ${problem}`).join('\n')}`
}

export const waveIssueTitle = (plan: PlanDocument, wave: PlanDocumentWave): string =>
  `${plan.plan}, wave ${wave.wave}: ${oneLine(wave.title)}`.slice(0, 250)

/** A wave as an issue of its own: to look at; what it says is written in the plan. */
export function waveIssueBody(plan: PlanDocument, wave: PlanDocumentWave, root: number): string {
  const section = (title: string, entries: readonly string[]): string =>
    entries.length === 0 ? '' : `\n\n**${title}**\n${list(entries.map(quoted))}`
  const executor = wave.agent ?? `whoever ${plan.orchestrator} hands it to`
  const waits = waitsOf(plan, wave).map((name) => `\`${name}\``)
  return `Wave ${wave.wave} of #${root}, by ${executor}. Written in the plan there: edit the plan, not this issue.${section('Hands over', wave.deliverables)}${section('Checked by', wave.validations)}${waits.length > 0 ? `\n\n**Waits for the signals** ${waits.join(', ')}` : ''}`
}

/** What results asked for and is not done, with the reason; `wave` is the number of the wave that asks. */
export function furtherRoundComment(
  rounds: readonly { wave: number; tasks: readonly { agent: string; task: string }[] }[],
  why: string,
): string {
  const tasks = rounds.flatMap(({ wave, tasks: asked }) =>
    asked.map(({ agent, task }) => `wave ${wave} asks for ${agent}: ${oneLine(task)}`),
  )
  return `### Baton: a further round was asked for and is not done

${quoted(why)}

${list(tasks)}

Whoever wants it adds it to the plan, raises the limit, or files it as an issue of its own.`
}
