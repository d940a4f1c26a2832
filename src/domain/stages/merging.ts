// From consensus to merge: the orchestrator's synthesis on record, the reviewer App's approval, ready, merge of exactly this head.

import type { Action } from '../actions.ts'
import type { AskedMerge } from '../commands/desired.ts'
import type { Consensus } from '../consensus/consensus.ts'
import type { GateEvaluation } from '../gates/gates.ts'
import { withMarker } from '../markers.ts'
import { synthesisBrief } from '../render/briefs.ts'
import { approvalBody, decisionComment, mergeMessage } from '../render/decision.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, Snapshot } from '../snapshot.ts'
import { objectors } from '../threads/acts.ts'
import { openQuestions } from './answering.ts'
import { isTakenOver } from './takeover.ts'
import { stickyComment } from './comments.ts'
import { parked } from './parking.ts'
import { isQueued, queueing, whileQueued } from './queueing.ts'
import { closingOf } from './routing.ts'
import { runProgress } from './runs.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'

/** GitHub computes `mergeable` in the background and asks clients to look again. */
export const MERGEABLE_POLL_MS = 500
/** While only a person's review is missing, their review's webhook brings the next pass; this is the fallback. */
export const PERSON_POLL_MS = 10 * 60_000
/** How long a refusal of the merge stands before it is tried again on the same head. */
export const REFUSAL_RETRY_MS = 10 * 60_000

/** The second App's approval of a head, once; nothing where there is no such App. */
export function approval(
  { reviewer }: Pick<Snapshot, 'reviewer'>,
  pull: PullObservation,
  words: string,
): Action[] {
  const topic = `consensus/${pull.headSha.slice(0, 12)}`
  // One that a person has dismissed is not given again: it is theirs to approve then.
  if (!reviewer || pull.reviews.some((entry) => entry.topic === topic)) return []
  return [
    {
      do: 'review',
      pull: pull.number,
      sha: pull.headSha,
      topic,
      as: 'reviewer',
      event: 'APPROVE',
      body: withMarker(topic, words),
      findings: [],
    },
  ]
}

/** Whose word the merge waits for, though gates and seats agree. */
export function heldByPeople(pull: PullObservation): string | undefined {
  if (isTakenOver(pull)) return 'gates and seats agree; merging it is left to whoever took it over'
  const against = objectors(pull)
  if (against.length > 0)
    return `merged once ${against.map((login) => `@${login}`).join(', ')} approves or the request for changes is dismissed`
  const questions = openQuestions(pull)
  return questions.length === 0
    ? undefined
    : `merged once ${questions.map(({ by }) => `@${by}`).join(', ')} has an answer`
}

export function merging(
  task: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  consensus: Consensus,
  gates: GateEvaluation,
  wish: AskedMerge | undefined,
): StageResult {
  const { snapshot } = task
  const held = heldByPeople(pull)
  if (held !== undefined) return wait(`#${pull.number}: ${held}`, [], 'in-review', PERSON_POLL_MS)
  const wanted = {
    wave: wave.index,
    agent: snapshot.pack.orchestrator,
    purpose: 'synthesise' as const,
    headSha: pull.headSha,
    baseSha: pull.baseSha,
    scope: pull.headSha.slice(0, 12),
  }
  const progress = runProgress(snapshot, wanted, () => synthesisBrief(task, wave, pull, consensus, gates))
  if (progress.state === 'start')
    return wait('the orchestrator draws the decision from the verdicts', progress.actions, 'in-review')
  if (progress.state === 'active')
    return wait('the orchestrator draws the decision from the verdicts', [], 'in-review')
  if (progress.state === 'parked') return parked(snapshot, progress.why)
  if (progress.outcome.purpose !== 'synthesise')
    return parked(snapshot, 'the synthesis run handed back something else')

  const decision = stickyComment(
    pull.number,
    pull.comments,
    `decision/${pull.headSha.slice(0, 12)}`,
    decisionComment(progress.outcome.value, consensus),
  )
  const approve = approval(snapshot, pull, approvalBody(consensus))
  const ready: Action[] = pull.draft ? [{ do: 'mark_ready', pull: pull.number, nodeId: pull.nodeId }] : []
  const before = [...decision, ...approve, ...ready]
  if (before.length > 0) return wait('consensus: recorded, approved, made ready', before, 'in-review')
  if (pull.reviewDecision === 'REVIEW_REQUIRED') {
    const why = wish === undefined ? '' : ' in a review on GitHub: its rule counts no command'
    return wait(`#${pull.number} waits for a person's approval${why}`, [], 'in-review', PERSON_POLL_MS)
  }
  if (pull.reviewDecision === 'CHANGES_REQUESTED') {
    return wait(`#${pull.number}: a reviewer requested changes on GitHub`, [], 'in-review', PERSON_POLL_MS)
  }
  if (isQueued(pull)) return whileQueued(pull)
  const refusal = snapshot.mergeRefusal
  // Whoever asks for the merge after a refusal has it tried again at once.
  const askedSince = wish !== undefined && refusal !== undefined && wish.at > refusal.at
  if (refusal?.sha === pull.headSha && task.now - refusal.at < REFUSAL_RETRY_MS && !askedSince) {
    const result = parked(snapshot, `GitHub refuses to merge #${pull.number}: ${refusal.message}`)
    return { ...result, requeueAfterMs: REFUSAL_RETRY_MS - (task.now - refusal.at) }
  }
  if (pull.mergeable === 'unknown')
    return wait('GitHub is still computing whether it can merge', [], 'in-review', MERGEABLE_POLL_MS)
  if (pull.mergeQueue !== undefined) return queueing(task, pull, wish)
  const { title, message } = mergeMessage(snapshot, closingOf(task, wave), wave, pull, {
    consensus,
    overridden: gates.overridden,
    askedBy: wish?.by,
  })
  return wait(
    `#${pull.number} is merged`,
    [
      {
        do: 'merge',
        pull: pull.number,
        sha: pull.headSha,
        method: snapshot.policy.merge.method,
        title,
        message,
      },
    ],
    'in-review',
  )
}
