// An implementation wave: patch → branch → draft pull request → validation → seats → consensus → merge.

import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, RunRecord, WaveObservation } from '../snapshot.ts'
import { givenWork, hasTakenOver } from '../handoff/given.ts'
import { worksOf } from '../handoff/wave.ts'
import { freezeProblem, judgeFreezes } from './freezing.ts'
import { parked } from './parking.ts'
import { commitOf, publish } from './publishing.ts'
import { nextRound, type Feedback } from './rework.ts'
import { review } from './review.ts'
import { attemptsOf } from './runs.ts'
import { isActive, proceed, wait, type RoutedTask, type StageResult } from './stage.ts'
import { updating } from './updating.ts'
import { concludeAll, validation } from './validation.ts'

const noFeedback: Feedback = { findings: [], failures: [], problems: [] }

/** The wave as it stands on GitHub; absent until the first pass after routing knows its branch. */
function observed(task: RoutedTask, wave: RouteWave): WaveObservation | undefined {
  return task.snapshot.waves.find((candidate) => candidate.index === wave.index)
}

function onPull(
  task: RoutedTask,
  wave: RouteWave,
  seen: WaveObservation,
  pull: PullObservation,
  attempts: readonly RunRecord[],
): StageResult {
  const update = updating(task, wave, seen, pull, attempts)
  if (update !== undefined) return update
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
  const given = givenWork(snapshot, wave)
  if (given !== undefined && !hasTakenOver(worksOf(snapshot, wave), given))
    return nextRound(task, wave, seen.branchSha ?? base, attempts, noFeedback, [])
  const last = attempts.at(-1)
  if (last === undefined) return nextRound(task, wave, base, attempts, noFeedback, [])
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
      : onPull(task, wave, seen, seen.pull, attempts)
  }
  const published = publish(task, wave, seen, last)
  if (published !== undefined) return published
  if (seen.pull === undefined)
    return wait(`wave ${wave.index}: waiting for the pull request to show`, [], 'running', 1000)
  return onPull(task, wave, seen, seen.pull, attempts)
}
