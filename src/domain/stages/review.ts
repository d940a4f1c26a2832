// Seats judge the head one after the other; an objection that counts goes back to the implementer; agreement leads to the merge.
//
// They judge it independently, except in a review cascade, where each is told what those before it said.

import type { Action } from '../actions.ts'
import type { Freeze } from '../freeze/freeze.ts'
import type { Consensus } from '../consensus/consensus.ts'
import type { Verdict } from '../consensus/verdicts.ts'
import type { GateEvaluation } from '../gates/gates.ts'
import { reviewBrief } from '../render/briefs.ts'
import { consensusCheck, contradictedCheck } from '../render/checks.ts'
import { verdictBody, withKept } from '../render/verdict-body.ts'
import type { Reason } from '../reason.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, RunRecord, Snapshot } from '../snapshot.ts'
import { sortFindings } from '../threads/findings.ts'
import { settleThreads } from './settling.ts'
import { contradicted } from './conflicting.ts'
import { requiredCheck } from './checks.ts'
import { liftFreezes } from './freezing.ts'
import { heldByPeople, merging } from './merging.ts'
import { parked } from './parking.ts'
import { nextRound } from './rework.ts'
import { approvedBy, consensusOn, mergeWish } from './seated.ts'
import { runProgress } from './runs.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'

/** The ruling wakes both sides; this is the fallback. */
const RULING_POLL_MS = 10 * 60_000

/** Topic of the review that records a seat's verdict; one per run. */
const verdictTopic = (verdict: Verdict): string =>
  `verdict/${verdict.seat}/${verdict.sha.slice(0, 12)}/${verdict.run.attempt}`

/**
 * Each verdict becomes a pull-request review. GitHub counts only a reviewer's newest approval or objection, and all seats
 * share the reviewer App's identity: so an objection is posted as REQUEST_CHANGES at once, while single approvals are
 * COMMENT reviews and the App's APPROVE waits for the consensus (merging.ts).
 */
function recordVerdicts(snapshot: Snapshot, pull: PullObservation, verdicts: readonly Verdict[]): Action[] {
  const posted = new Set(pull.reviews.map((review) => review.topic))
  const as = snapshot.reviewer ? 'reviewer' : 'author'
  return verdicts.flatMap((verdict): Action[] => {
    const topic = verdictTopic(verdict)
    if (posted.has(topic)) return settleThreads(pull, verdict, as)
    const { fresh, ...kept } = sortFindings(verdict.seat, verdict.outcome.findings, pull.threads ?? [])
    const objects = snapshot.reviewer && verdict.outcome.position === 'request_changes'
    return [
      {
        do: 'review',
        pull: pull.number,
        sha: verdict.sha,
        topic,
        as,
        event: objects ? 'REQUEST_CHANGES' : 'COMMENT',
        body: withKept(verdictBody(verdict, topic), kept),
        findings: fresh,
      },
    ]
  })
}

const failing = (tree: Reason): string[] =>
  tree.state !== 'fail'
    ? []
    : tree.children.some(({ state }) => state === 'fail')
      ? tree.children.flatMap(failing)
      : [tree.text]

const withActions = (result: StageResult, actions: readonly Action[]): StageResult => ({
  ...result,
  actions: [...actions, ...result.actions],
})

/** Another pull request of this wave may have had the same head: its runs have names already, and its verdicts do not count here. */
function scopeOf({ runs }: Snapshot, wave: RouteWave, { headSha, number }: PullObservation): string {
  const others = runs.some(
    (run) =>
      run.wave === wave.index &&
      run.purpose === 'review' &&
      run.headSha === headSha &&
      run.pull !== undefined &&
      run.pull !== number,
  )
  return others ? `${headSha.slice(0, 12)}-pr${number}` : headSha.slice(0, 12)
}

function askNextSeat(
  task: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  consensus: Consensus,
  gates: GateEvaluation,
): StageResult {
  const seat = consensus.missing[0]
  if (seat === undefined) {
    return consensus.verdict.state === 'pending'
      ? wait(
          `wave ${wave.index}: ${heldByPeople(pull) ?? 'the seats have spoken, people are asked'}`,
          [],
          'in-review',
        )
      : parked(
          task.snapshot,
          `no ${consensus.verdict.text} is possible: ${failing(consensus.verdict).join('; ')}`,
        )
  }
  const wish = {
    wave: wave.index,
    number: wave.plan,
    agent: seat,
    purpose: 'review' as const,
    headSha: pull.headSha,
    baseSha: pull.baseSha,
    scope: scopeOf(task.snapshot, wave, pull),
    pull: pull.number,
  }
  const progress = runProgress(task.snapshot, wish, () =>
    reviewBrief(
      task,
      wave,
      pull,
      { seat, before: task.route.shape === 'cascade' ? consensus.verdicts : [] },
      gates,
    ),
  )
  switch (progress.state) {
    case 'start':
      return wait(`wave ${wave.index}: ${seat} is asked for a verdict`, progress.actions, 'in-review')
    case 'parked':
      return parked(task.snapshot, progress.why)
    case 'active':
    case 'done':
      return wait(`wave ${wave.index}: ${seat} reviews ${pull.headSha.slice(0, 7)}`, [], 'in-review')
  }
}

/** Gates have passed on this head; decides what the seats' verdicts mean for it. */
export function review(
  task: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  attempts: readonly RunRecord[],
  validated: { actions: readonly Action[]; gates: GateEvaluation },
  lifting: readonly Freeze[],
): StageResult {
  const { snapshot } = task
  const { consensus, kept } = consensusOn(task, wave, pull, lifting)
  const contradiction = contradicted(task, wave, pull, consensus)
  const actions = [
    ...validated.actions,
    ...recordVerdicts(snapshot, pull, consensus.verdicts),
    ...requiredCheck(
      pull,
      contradiction === undefined
        ? consensusCheck(pull.headSha, consensus)
        : contradictedCheck(pull.headSha, consensus, contradiction),
    ),
  ]
  // Dissent that no quorum or veto turns into a refusal is recorded and outvoted, not reworked.
  if (consensus.verdict.state === 'fail' && consensus.objections.length > 0) {
    const findings = consensus.objections.map((entry) => ({
      from: entry.seat,
      summary: entry.summary,
      findings: entry.findings,
    }))
    return nextRound(task, wave, pull.headSha, attempts, { findings, failures: [], problems: [] }, actions)
  }
  if (consensus.verdict.state === 'fail' && consensus.unproven.length > 0) {
    const seats = consensus.unproven.join(', ')
    return withActions(parked(snapshot, `the record does not bear out what ${seats} claims`), actions)
  }
  if (consensus.verdict.state === 'pass') {
    const agents = consensus.verdicts
      .filter(({ outcome }) => outcome.position === 'approve')
      .map(({ seat }) => seat)
    // A wish to merge is no consent to lifting a freeze: that takes an approval.
    const lifted = liftFreezes(lifting, agents, approvedBy(snapshot, pull, kept), task.now)
    if (lifted.missing !== undefined) return withActions(parked(snapshot, lifted.missing), actions)
    actions.push(...lifted.actions)
    if (contradiction !== undefined && 'wait' in contradiction)
      return withActions(
        wait(`wave ${wave.index} waits for ${contradiction.wait}`, [], 'in-review', RULING_POLL_MS),
        actions,
      )
    if (contradiction !== undefined) {
      const feedback = { findings: [], failures: [], problems: contradiction.rework }
      return nextRound(task, wave, pull.headSha, attempts, feedback, actions)
    }
    return withActions(
      merging(task, wave, pull, consensus, validated.gates, mergeWish(snapshot, pull)),
      actions,
    )
  }
  return withActions(askNextSeat(task, wave, pull, consensus, validated.gates), actions)
}
