// Check runs on a head: written when what they would say differs from what they say.

import type { Action } from '../actions.ts'
import { digest } from '../digest.ts'
import type { Sha } from '../ids.ts'
import type { CheckObservation } from '../snapshot.ts'

/** What a check run says; where it is written is for `checkAction` to add. */
export type CheckContent = Omit<Extract<Action, { do: 'check' }>, 'do' | 'digest' | 'checkId'>

/** As much of a check run as tells whether it is the one, and up to date. */
export type WrittenCheck = Pick<CheckObservation, 'id' | 'name' | 'externalId'>

/** None or one action. The digest travels as `external_id`, so an unchanged check is never written again. */
export function checkAction(
  pull: { checks: readonly WrittenCheck[] },
  content: CheckContent,
): Extract<Action, { do: 'check' }>[] {
  const { sha, status, conclusion, title, summary, annotations, buttons } = content
  const said = [sha, status, conclusion, title, summary]
  const more = [
    ...(annotations === undefined ? [] : [annotations]),
    ...(buttons === undefined ? [] : [{ buttons }]),
  ]
  const own = digest(JSON.stringify([...said, ...more]))
  const existing = pull.checks.find((check) => check.name === content.name)
  if (existing?.externalId === own) return []
  return [{ do: 'check', ...content, digest: own, checkId: existing?.id }]
}

/**
 * A required check. In a merge queue GitHub asks for it on the commit of the group as well (GitHub docs, "Managing a merge queue"):
 * what was agreed for the pull request is said there too.
 */
export const requiredCheck = (
  pull: { checks: readonly WrittenCheck[]; queued?: { sha: Sha; checks: readonly WrittenCheck[] } },
  content: CheckContent,
): Extract<Action, { do: 'check' }>[] => [
  ...checkAction(pull, content),
  ...(pull.queued === undefined ? [] : checkAction(pull.queued, { ...content, sha: pull.queued.sha })),
]
