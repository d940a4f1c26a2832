// The whole of a plan, validated where it was merged: each wave was green by itself, which says nothing of what they came to.

import { evaluateGates } from '../gates/gates.ts'
import { questionsOf } from '../gates/platforms.ts'
import type { Sha } from '../ids.ts'
import type { Reason } from '../reason.ts'
import type { Snapshot, ValidationRecord } from '../snapshot.ts'
import { wholeFacts } from './gate-facts.ts'
import { parked } from './parking.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'
import { leaves, POLL_MS, recordedOnly } from './validation.ts'
import { advance, WHOLE_PLAN } from './workflow-runs.ts'

export type Whole =
  /** Still to be done, or failed: a failure is for people, because nobody's pull request is wrong. */
  { kind: 'open'; result: StageResult } | { kind: 'passed'; sha: Sha; verdict: Reason }

/** Where the whole of a plan was last validated. */
export const validatedWhole = ({ validations }: Snapshot): Sha | undefined =>
  validations.findLast((record) => record.wave === WHOLE_PLAN)?.headSha

/**
 * The question that is asked about the whole as it is now. One from before a person said to try again does not count, and
 * neither does one from before the last merge: that commit lacks a wave that the plan got since.
 */
function askedOf({ validations, desired, waves }: Snapshot): ValidationRecord | undefined {
  const merges = waves.map(({ pull }) => (pull?.state === 'merged' ? (pull.mergedAt ?? 0) : 0))
  const since = Math.max(desired?.retry?.at ?? 0, ...merges)
  return validations.findLast((record) => record.wave === WHOLE_PLAN && record.requestedAt > since)
}

/** The next step of validating what a plan has come to, or what came of it. */
export function wholeValidation(task: RoutedTask): Whole {
  const { snapshot } = task
  const sha = askedOf(snapshot)?.headSha ?? snapshot.base.sha
  const all = wholeFacts(task, sha)
  // A whole has no base of its own to be measured against.
  const facts = { ...all, platforms: { ...all.platforms, benchmark: [] } }
  const policy = recordedOnly(task)
  const { verdict } = evaluateGates({ ...policy, gates: { ...policy.gates, benchmark: [] } }, facts)
  const steps = questionsOf(facts.platforms).flatMap((question) =>
    advance(task, { index: WHOLE_PLAN }, { headSha: sha, baseSha: sha }, question),
  )
  if (steps.length > 0 || verdict.state === 'pending') {
    const result = wait(`the whole plan is validated at ${sha.slice(0, 7)}`, steps, 'running', POLL_MS)
    return { kind: 'open', result }
  }
  if (verdict.state === 'pass') return { kind: 'passed', sha, verdict }
  const problems = [...leaves(verdict, 'fail'), ...leaves(verdict, 'unproven')]
  const why = `the validation of the whole plan failed at ${sha.slice(0, 7)}: ${problems.join('; ')}`
  return { kind: 'open', result: parked(snapshot, why) }
}
