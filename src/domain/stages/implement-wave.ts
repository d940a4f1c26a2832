// An implementation wave: patch → branch → draft pull request → validation → seats → consensus → merge.
//
// A joint wave goes the same way, but every owner has a turn on the branch before the pull request is looked at.

import type { Sha } from '../ids.ts'
import { workersText } from '../roster/joint-wave.ts'
import type { RouteWave } from '../roster/route.ts'
import { pullBody, pullTitle } from '../render/pull-body.ts'
import type { PullObservation, RunRecord, WaveObservation } from '../snapshot.ts'
import { challenging } from './challenging.ts'
import { freezeProblem, judgeFreezes } from './freezing.ts'
import { parked } from './parking.ts'
import { nextRound, type Feedback } from './rework.ts'
import { review } from './review.ts'
import { isActive, proceed, wait, type RoutedTask, type StageResult } from './stage.ts'
import { heldBySiblings } from './siblings.ts'
import { closingOf } from './routing.ts'
import { attemptsOn, lastRound, roundFeedback, turnOf } from './turns.ts'
import { validation } from './validation.ts'
import { concludeAll } from './workflow-runs.ts'

const noFeedback: Feedback = { findings: [], failures: [], problems: [] }

/** The wave as it stands on GitHub; absent until the first pass after routing knows its branch. */
function observed(task: RoutedTask, wave: RouteWave): WaveObservation | undefined {
  return task.snapshot.waves.find((candidate) => candidate.index === wave.index)
}

function commitOf(run: RunRecord): Sha | undefined {
  return run.outcome?.kind === 'done' ? run.outcome.commit : undefined
}

/** Gets an attempt's commit onto the branch; undefined when it is there, or when others have moved on. */
function pushed(wave: RouteWave, seen: WaveObservation, run: RunRecord): StageResult | undefined {
  const commit = commitOf(run)
  if (commit === undefined) return undefined
  // Somebody else moved the branch since the run began: their commits are the head now, ours stay unpushed.
  const movedByOthers = seen.branchSha !== undefined && seen.branchSha !== run.headSha
  if (seen.branchSha !== commit && !movedByOthers) {
    const push = {
      do: 'push' as const,
      wave: wave.index,
      branch: seen.branch,
      sha: commit,
      expected: seen.branchSha,
    }
    return wait(`wave ${wave.index}: the patch of attempt ${run.attempt} is pushed to ${seen.branch}`, [push])
  }
  return undefined
}

/** Opens the draft pull request for what the round came to. */
function opened(
  task: RoutedTask,
  wave: RouteWave,
  seen: WaveObservation,
  round: readonly RunRecord[],
): StageResult | undefined {
  const patches = round.flatMap(({ agent, outcome }) =>
    outcome?.kind === 'done' && outcome.purpose === 'implement' ? [{ agent, patch: outcome.value }] : [],
  )
  const [first] = patches
  if (seen.pull !== undefined || first === undefined) return undefined
  return wait(`wave ${wave.index}: a draft pull request is opened`, [
    {
      do: 'open_pull',
      wave: wave.index,
      branch: seen.branch,
      base: task.snapshot.base.branch,
      title: pullTitle(first.patch),
      body: pullBody(task.snapshot, closingOf(task, wave), wave, patches),
    },
  ])
}

function onPull(
  task: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  attempts: readonly RunRecord[],
): StageResult {
  const held = heldBySiblings(task, pull)
  if (held !== undefined) return { ...held, actions: [...concludeAll(task, pull), ...held.actions] }
  if (pull.mergeable === 'conflicting') {
    const result = parked(
      task.snapshot,
      `pull request #${pull.number} conflicts with ${task.snapshot.base.branch}`,
    )
    return { ...result, actions: [...concludeAll(task, pull), ...result.actions] }
  }
  const rejection = task.snapshot.desired?.rejected.findLast(
    // Without a commit it is about what was there when it was written.
    (entry) =>
      entry.on === pull.number &&
      (entry.sha === undefined
        ? entry.at > (attempts.at(-1)?.endedAt ?? Infinity)
        : entry.sha === pull.headSha),
  )
  if (rejection !== undefined) {
    const findings = [{ from: `@${rejection.by}`, summary: rejection.reason, findings: [] }]
    return nextRound(task, wave, pull.headSha, attempts, { ...noFeedback, findings }, concludeAll(task, pull))
  }
  const frozen = judgeFreezes(task, wave, pull)
  if (frozen !== undefined && frozen.refused.length > 0) {
    const feedback = { ...noFeedback, problems: [freezeProblem(frozen)] }
    const actions = [...frozen.actions, ...concludeAll(task, pull)]
    return nextRound(task, wave, pull.headSha, attempts, feedback, actions)
  }
  const validated = validation(task, wave, pull)
  const checked = frozen?.actions ?? []
  if (validated.kind === 'wait')
    return { ...validated.result, actions: [...checked, ...validated.result.actions] }
  const actions = [...checked, ...validated.actions]
  if (validated.kind === 'rework')
    return nextRound(task, wave, pull.headSha, attempts, validated.feedback, actions)
  const kept = { ...validated, actions }
  return review(task, wave, pull, attempts, kept, frozen?.lifting ?? [])
}

export function implementWave(task: RoutedTask, planned: RouteWave): StageResult {
  const { snapshot } = task
  const seen = observed(task, planned)
  if (seen === undefined) return wait(`wave ${planned.index}: looking at its branch first`, [], 'running', 0)
  if (seen.pull?.state === 'merged') return proceed(`wave ${planned.index}: merged in #${seen.pull.number}`)
  if (seen.pull?.state === 'closed')
    return parked(snapshot, `pull request #${seen.pull.number} was closed without a merge`)

  const base = snapshot.base.sha
  const attempts = attemptsOn(snapshot, planned)
  const turn = turnOf(planned, attempts)
  const wave = { ...planned, agent: turn.agent }
  const last = attempts.at(-1)
  if (last === undefined)
    return challenging(task, wave) ?? nextRound(task, wave, base, attempts, noFeedback, [])
  if (isActive(last)) return wait(`wave ${wave.index}: ${last.agent} is at work (attempt ${last.attempt})`)
  const under = turn.taken.length > 0
  if (last.outcome?.kind !== 'done') {
    const feedback = roundFeedback(task, wave, attempts, turn)
    // With a pull request it is its head that says what is still open: the next attempt must be told again, and a commit
    // that a person has pushed meanwhile may have settled it.
    return seen.pull === undefined || under
      ? nextRound(task, wave, last.headSha ?? base, attempts, feedback, [])
      : onPull(task, wave, seen.pull, attempts)
  }
  const push = pushed(wave, seen, last)
  if (push !== undefined) return push
  if (under) {
    const feedback = roundFeedback(task, wave, attempts, turn)
    return nextRound(task, wave, seen.branchSha ?? base, attempts, feedback, [])
  }
  const round = lastRound(wave, attempts)
  if (round.every((run) => commitOf(run) === undefined)) {
    if (wave.optional === true && seen.pull === undefined)
      return proceed(`wave ${wave.index}: ${workersText(wave)} found that nothing has to be changed`)
    return parked(snapshot, `${workersText(wave)} finished without changing a file`)
  }
  const draft = opened(task, wave, seen, round)
  if (draft !== undefined) return draft
  if (seen.pull === undefined)
    return wait(`wave ${wave.index}: waiting for the pull request to show`, [], 'running', 1000)
  return onPull(task, wave, seen.pull, attempts)
}
