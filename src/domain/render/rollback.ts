// What is said when a merged change is taken back: on the new issue, its pull request, and where it came from.

import type { Comparison } from '../benchmarks/compare.ts'
import type { OutcomeOf } from '../outcomes.ts'
import type { PlatformName } from '../results.ts'
import type { PullObservation, RecordedRollback, Snapshot } from '../snapshot.ts'
import { figure, shortSha } from './figures.ts'
import { cell, fenced, inCode, oneLine, quoted } from './text.ts'

/** A metric that two runs after the merge found worse than the limit. */
export interface Regression {
  platform: PlatformName
  first: Comparison
  second: Comparison
}

/** Why a change is taken back: somebody asked, or it was measured. */
export type RollbackReason =
  | { kind: 'asked'; by: string; reason: string | undefined }
  | { kind: 'measured'; limitPct: number; regressions: readonly Regression[] }

const figures = ({ estimate, unit }: Comparison): string =>
  estimate === undefined
    ? 'no figures'
    : `${figure(estimate.baseline)} → ${figure(estimate.candidate)} ${unit}, ${figure(estimate.ratio)}×`

function table(regressions: readonly Regression[]): string {
  const rows = regressions.map(
    ({ platform, first, second }) =>
      `| ${cell(first.metric)} | ${platform} | ${cell(figures(first))} | ${cell(figures(second))} |`,
  )
  return `| metric | platform | before → after the merge | the confirming run |
|---|---|---|---|
${rows.join('\n')}`
}

const words = (why: RollbackReason): string =>
  why.kind === 'asked'
    ? `@${oneLine(why.by)} asked for it${why.reason === undefined ? '' : `: ${oneLine(why.reason)}`}.`
    : `After the merge two benchmark runs show that it made a metric worse by more than the policy's limit of ${figure(why.limitPct)} %.`

const shown = (why: RollbackReason): string =>
  why.kind === 'asked' ? words(why) : `${words(why)}\n\n${table(why.regressions)}`

/** GitHub takes titles of up to 256 characters. */
export const rollbackTitle = (pull: PullObservation): string =>
  `Revert "${oneLine(pull.title).slice(0, 180)}" (#${pull.number})`

export const rollbackIssue = (snapshot: Snapshot, pull: PullObservation, why: RollbackReason): string =>
  `#${pull.number} of #${snapshot.issue.number} was merged as ${shortSha(pull.mergeSha ?? '')} and is to be taken back.

${shown(why)}

The pull request goes through the same gates and seats as any other.`

/** Figures stand as they were recorded, in a block of their own: they are about the change that is taken back, not about this one. */
export function rollbackPatch(pull: PullObservation, why: RollbackReason): OutcomeOf['implement'] {
  const recorded =
    why.kind === 'asked'
      ? ''
      : `\n\n${fenced(
          why.regressions
            .map(
              ({ platform, first, second }) =>
                `${first.metric} on ${platform}: ${figures(first)}; again: ${figures(second)}`,
            )
            .join('\n'),
          'text',
        )}`
  return {
    title: rollbackTitle(pull),
    summary: `Takes back #${pull.number}. ${words(why)}${recorded}`,
    answers: [],
    notes: [],
  }
}

/** On the issue that the change belonged to. */
export function rollbackComment(
  pull: PullObservation,
  why: RollbackReason,
  { issue, conflicts }: RecordedRollback,
): string {
  const what =
    issue === undefined
      ? 'Nothing of it is left to take back.'
      : `#${issue} does it.${conflicts.length === 0 ? '' : ` Later changes stand on it, so an agent does what git could not: ${conflicts.map((path) => `\`${inCode(path)}\``).join(', ')}.`}`
  return `### Baton: #${pull.number} is taken back

${quoted(shown(why))}

${what}`
}

/** Where waves are merged by rebase. */
export const rebasedComment = (pull: PullObservation): string => `### Baton: #${pull.number} is not taken back

A wave that was merged by rebase is several commits on the branch, and only the last is known. Revert them by hand.`
