// What a woken agent is told, and its report.

import type { RunBrief } from '../actions.ts'
import type { OutcomeOf } from '../outcomes.ts'
import type { PullObservation, RunRecord } from '../snapshot.ts'
import type { RoutedTask } from '../stages/stage.ts'
import type { Wake } from '../wakes/wakes.ts'
import { issueText, reports, routedBy } from './briefs.ts'
import { plural } from './figures.ts'
import { inCode, list, quoted } from './text.ts'

/** A task by the policy is an instruction; what a person wrote in a comment is data, whoever it was. */
export function wakeBrief(task: RoutedTask, wake: Wake, pull: PullObservation | undefined): RunBrief {
  const { snapshot } = task
  const asked =
    wake.by === undefined
      ? wake.task
      : `Somebody who may write here asks you something in a comment; it is below. Find it out and report.`
  const where = pull?.state === 'open' ? ` The worktree is checked out at the head of #${pull.number}.` : ''
  return {
    title: `Report on issue #${snapshot.issue.number} as ${wake.agent}`,
    instructions: `${asked}\nLook and report; change nothing.${where} Every finding names its source: a path with lines, or a document. Your report is one comment that people read: answer first, then what it rests on.`,
    untrusted: [
      ...(wake.by === undefined ? [] : [{ source: `comment by @${wake.by}`, text: wake.task }]),
      issueText(snapshot),
      ...(pull === undefined
        ? []
        : [{ source: `pull request #${pull.number}`, text: `${pull.title}\n\n${pull.body}` }]),
      ...reports(snapshot),
    ],
    routedBy: routedBy(task, wake.why),
  }
}

const cause = ({ why, by, task }: Wake): string =>
  `<sub>${quoted(why.charAt(0).toUpperCase() + why.slice(1))}${by === undefined ? '' : `: \`${inCode(task)}\``}</sub>`

export function wakeComment(wake: Wake, run: RunRecord, report: OutcomeOf['research']): string {
  const findings = report.findings.map(
    ({ title, detail, sources }) =>
      `- **${quoted(title)}**: ${quoted(detail)}${sources.length === 0 ? '' : ` (${sources.map(quoted).join('; ')})`}`,
  )
  const risks = report.risks.length === 0 ? '' : `\n\n**Risks**\n${list(report.risks)}`
  return `### Report by ${run.agent}

${cause(wake)}

${quoted(report.summary)}${findings.length === 0 ? '' : `\n\n${findings.join('\n')}`}

**Recommendation.** ${quoted(report.recommendation)}${risks}

<sub>${plural(run.usage.turns, 'turn')} of ${run.agent}. Nothing waits for this report.</sub>`
}

export const wakeFailedComment = (wake: Wake, why: string): string => `### ${wake.agent} could not report

${cause(wake)}

${quoted(why)}`
