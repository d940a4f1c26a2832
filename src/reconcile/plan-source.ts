// The plan of a task: read from the body of its issue; while that is broken, the last good version of it.

import type { PlanDocument } from '../domain/plan/document.ts'
import type { EffectivePolicy } from '../domain/policy/effective.ts'
import type { Problem } from '../domain/roster/problem.ts'
import type { BareSnapshot, IssueObservation } from '../domain/snapshot.ts'
import { parsePlan } from '../plans/plan-file.ts'
import { problemLine } from './configuration.ts'

/** Whether a text means to be a plan: its front matter, or the YAML block it begins with, has the key `plan`. */
export const meansPlan = (text: string): boolean =>
  /^\uFEFF?\s*(?:---|```ya?ml)[ \t]*\r?\n(?:(?!---|```).*\r?\n)*?plan:/.test(text)

/**
 * The plan in force and what is wrong with the one on the issue. `lastGood` is the text that was last valid; the second value is
 * the text to remember. A body that is no plan any more takes the plan away.
 */
export function planOf(
  issue: Pick<IssueObservation, 'number' | 'body'>,
  policy: EffectivePolicy | undefined,
  lastGood: string | undefined,
): { plan: BareSnapshot['plan']; text: string | undefined } {
  if (policy === undefined || !meansPlan(issue.body)) return { plan: undefined, text: undefined }
  const read = (text: string): { plan: PlanDocument } | { problems: Problem[] } =>
    parsePlan({ path: `#${issue.number}`, text }, policy.pack)
  const parsed = read(issue.body)
  if ('plan' in parsed) return { plan: { document: parsed.plan, problems: [] }, text: issue.body }
  const before = lastGood === undefined ? undefined : read(lastGood)
  const document = before !== undefined && 'plan' in before ? before.plan : undefined
  return { plan: { document, problems: parsed.problems.map(problemLine) }, text: lastGood }
}
