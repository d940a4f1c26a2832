// An implementation wave: patch → branch → draft pull request → validation → seats → consensus → merge.

import type { RouteWave } from '../roster/route.ts'
import { pullBody, pullTitle } from '../render/pull-body.ts'
import type { PullObservation, RunRecord, WaveObservation } from '../snapshot.ts'
import { workOn } from './assigned.ts'
import { freezeProblem, judgeFreezes } from './freezing.ts'
import { parked } from './parking.ts'
import { describeAttempt } from './pull-text.ts'
import { nextRound, type Feedback } from './rework.ts'
import { review } from './review.ts'
import { attemptsOf } from './runs.ts'
import { isActive, proceed, wait, type RoutedTask, type StageResult } from './stage.ts'
import { validation } from './validation.ts'
import { concludeAll } from './workflow-runs.ts'

const noFeedback: Feedback = { findings: [], failures: [], problems: [] }

/** The wave as it stands on GitHub; absent until the first pass after routing knows its branch. */
function observed(task: RoutedTask, wave: RouteWave): WaveObservation | undefined {
  return task.snapshot.waves.find((candidate) => candidate.index === wave.index)
}

function commitOf(run: RunRecord | undefined): string | undefined {
  return run?.outcome?.kind === 'done' ? run.outcome.commit : undefined
}

/** Gets the latest attempt's commit onto the branch and a draft pull request open for it. */
function publish(
  task: RoutedTask,
  wave: RouteWave,
  seen: WaveObservation,
  run: RunRecord,
): StageResult | undefined {
  const { snapshot } = task
  const { outcome } = run
  if (outcome?.kind !== 'done' || outcome.purpose !== 'implement' || outcome.commit === undefined)
    return undefined
  // Somebody else moved the branch since the run began: their commits are the head now, ours stay unpushed.
  const movedByOthers = seen.branchSha !== undefined && seen.branchSha !== run.headSha
  if (seen.branchSha !== outcome.commit && !movedByOthers) {
    const push = {
      do: 'push' as const,
      wave: wave.index,
      branch: seen.branch,
      sha: outcome.commit,
      expected: seen.branchSha,
    }
    return wait(`wave ${wave.index}: the patch of attempt ${run.attempt} is pushed to ${seen.branch}`, [push])
  }
  if (seen.pull !== undefined) return undefined
  return wait(`wave ${wave.index}: a draft pull request is opened`, [
    {
      do: 'open_pull',
      wave: wave.index,
      branch: seen.branch,
      base: snapshot.base.branch,
      title: pullTitle(outcome.value),
      body: pullBody(snapshot, task.route, wave, run, outcome.value),
    },
  ])
}

function onPull(
  task: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  attempts: readonly RunRecord[],
): StageResult {
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
  const validated = validation(task, wave, pull, workOn(task.snapshot, wave))
  const checked = frozen?.actions ?? []
  if (validated.kind === 'wait')
    return { ...validated.result, actions: [...checked, ...validated.result.actions] }
  const actions = [...checked, ...validated.actions]
  if (validated.kind === 'rework')
    return nextRound(task, wave, pull.headSha, attempts, validated.feedback, actions)
  const kept = { ...validated, actions }
  return review(task, wave, pull, attempts, kept, frozen?.lifting ?? [])
}

export function implementWave(task: RoutedTask, wave: RouteWave): StageResult {
  const { snapshot } = task
  const seen = observed(task, wave)
  if (seen === undefined) return wait(`wave ${wave.index}: looking at its branch first`, [], 'running', 0)
  if (seen.pull?.state === 'merged') return proceed(`wave ${wave.index}: merged in #${seen.pull.number}`)
  if (seen.pull?.state === 'closed')
    return parked(snapshot, `pull request #${seen.pull.number} was closed without a merge`)

  const wish = { wave: wave.index, agent: wave.agent, purpose: 'implement' as const }
  const base = snapshot.base.sha
  const attempts = attemptsOf(snapshot, { ...wish, headSha: base, baseSha: base, scope: '' })
  const last = attempts.at(-1)
  // Who takes a wave over goes on from what is on its branch.
  if (last === undefined) return nextRound(task, wave, seen.branchSha ?? base, attempts, noFeedback, [])
  if (isActive(last)) return wait(`wave ${wave.index}: ${wave.agent} is at work (attempt ${last.attempt})`)
  if (last.outcome?.kind === 'done' && commitOf(last) === undefined) {
    if (wave.optional === true && seen.pull === undefined)
      return proceed(`wave ${wave.index}: ${wave.agent} found that nothing has to be changed`)
    return parked(snapshot, `${wave.agent} finished without changing a file`)
  }
  if (last.outcome?.kind !== 'done') {
    // With a pull request it is its head that says what is still open: the next attempt must be told again, and a commit
    // that a person has pushed meanwhile may have settled it.
    return seen.pull === undefined
      ? nextRound(task, wave, last.headSha ?? base, attempts, noFeedback, [])
      : onPull(task, wave, seen.pull, attempts)
  }
  const published = publish(task, wave, seen, last)
  if (published !== undefined) return published
  if (seen.pull === undefined)
    return wait(`wave ${wave.index}: waiting for the pull request to show`, [], 'running', 1000)
  const described = describeAttempt(task, wave, seen.pull, last)
  if (described.length > 0)
    return wait(`wave ${wave.index}: #${seen.pull.number} says what attempt ${last.attempt} did`, described)
  return onPull(task, wave, seen.pull, attempts)
}
