// Check runs on a head: written when what they would say differs from what they say.

import type { Action } from '../actions.ts'
import { digest } from '../digest.ts'
import type { Sha } from '../ids.ts'
import type { CheckObservation } from '../snapshot.ts'

export interface CheckContent {
  sha: Sha
  name: string
  status: 'in_progress' | 'completed'
  conclusion: 'success' | 'failure' | 'neutral' | 'action_required' | undefined
  title: string
  summary: string
}

/** None or one action. The digest travels as `external_id`, so an unchanged check is never written again. */
export function checkAction(pull: { checks: readonly CheckObservation[] }, content: CheckContent): Action[] {
  const own = digest(
    JSON.stringify([content.sha, content.status, content.conclusion, content.title, content.summary]),
  )
  const existing = pull.checks.find((check) => check.name === content.name)
  if (existing?.externalId === own) return []
  return [{ do: 'check', ...content, digest: own, checkId: existing?.id }]
}
