// An implementation wave: patch → branch → draft pull request → validation → seats → consensus → merge.
//
// A joint wave goes the same way, but every owner has a turn on the branch before the pull request is looked at.

import { mergeAnswer } from '../render/decision.ts'
import { workersText } from '../roster/joint-wave.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, RunRecord, WaveObservation } from '../snapshot.ts'
import { givenWork, hasTakenOver } from '../handoff/given.ts'
import { openActs } from '../threads/acts.ts'
import { changeAnswers } from './answering.ts'
import { workOn } from './assigned.ts'
import { challenging } from './challenging.ts'
import { stickyComment } from './comments.ts'
import { freezeProblem, judgeFreezes } from './freezing.ts'
import { parked } from './parking.ts'
import { opened } from './publishing.ts'
import { commitOf, pushed } from './pushing.ts'
import { describeRound } from './pull-text.ts'
import { leaving } from './queueing.ts'
import { nextRound, type Feedback } from './rework.ts'
import { review } from './review.ts'
import { isActive, proceed, wait, type RoutedTask, type StageResult } from './stage.ts'
import { heldBySiblings } from './siblings.ts'
import { isTakenOver } from './takeover.ts'
import { attemptsOn, lastRound, objectionsAt, roundFeedback, turnOf } from './turns.ts'
import { updating } from './updating.ts'
import { validation } from './validation.ts'
import { concludeAll } from './workflow-runs.ts'

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
  const held = heldBySiblings(task, pull)
  if (held !== undefined) return { ...held, actions: [...concludeAll(task, pull), ...held.actions] }
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
  const acts = openActs(pull, attempts, 'change')
  if (acts.length > 0) {
    const feedback = { ...noFeedback, findings: objectionsAt(task.snapshot, wave, pull.headSha), acts }
    return nextRound(task, wave, pull.headSha, attempts, feedback, concludeAll(task, pull))
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

/** Tells whoever asked for the merge of a head why it is not merged yet, or that there is another head now. */
function answered(task: RoutedTask, pull: PullObservation, result: StageResult): StageResult {
  const wish = task.snapshot.desired?.merges.find(({ on }) => on === pull.number)
  const merges = result.actions.some((action) => action.do === 'merge' || action.do === 'enqueue')
  if (wish === undefined || merges) return result
  const text = mergeAnswer(wish.by, wish.sha, pull.headSha, result.explanation)
  return {
    ...result,
    actions: [...result.actions, ...stickyComment(pull.number, pull.comments, 'merge', text)],
  }
}

/** Nothing is started and nothing pushed: what was at work is stopped, and heads are judged as before. */
function takenOver(
  task: RoutedTask,
  wave: RouteWave,
  seen: WaveObservation,
  pull: PullObservation,
  attempts: readonly RunRecord[],
): StageResult {
  const why = `a person took #${pull.number} over`
  const stopped = attempts.filter(isActive).map(({ id }) => ({ do: 'cancel_run' as const, id, why }))
  if (stopped.length > 0) return wait(`wave ${wave.index}: ${why}`, stopped, 'in-review')
  return onPull(task, wave, seen, pull, attempts)
}

export function implementWave(task: RoutedTask, planned: RouteWave): StageResult {
  const result = nextStep(task, planned)
  const pull = observed(task, planned)?.pull
  if (pull?.state !== 'open') return result
  // Whatever else is to be done, be it a further round or an answer to somebody: nothing is merged meanwhile, and nothing can be pushed.
  const out = result.queued === true ? [] : leaving(task.snapshot, [pull], result.explanation)
  return answered(task, pull, { ...result, actions: [...out, ...result.actions] })
}

function nextStep(task: RoutedTask, planned: RouteWave): StageResult {
  const { snapshot } = task
  const seen = observed(task, planned)
  if (seen === undefined) return wait(`wave ${planned.index}: looking at its branch first`, [], 'running', 0)
  if (seen.pull?.state === 'merged') return proceed(`wave ${planned.index}: merged in #${seen.pull.number}`)
  if (seen.pull?.state === 'closed')
    return parked(snapshot, `pull request #${seen.pull.number} was closed without a merge`)

  const base = snapshot.base.sha
  const attempts = attemptsOn(snapshot, planned)
  if (seen.pull !== undefined && isTakenOver(seen.pull))
    return takenOver(task, planned, seen, seen.pull, attempts)
  const turn = turnOf(planned, attempts)
  const wave = { ...planned, agent: turn.agent }
  const given = givenWork(snapshot, planned)
  if (given !== undefined && !hasTakenOver(workOn(snapshot, planned), given))
    return nextRound(task, planned, seen.branchSha ?? base, attempts, noFeedback, [])
  const last = attempts.at(-1)
  // Who takes a wave over goes on from what is on its branch.
  if (last === undefined)
    return challenging(task, wave) ?? nextRound(task, wave, seen.branchSha ?? base, attempts, noFeedback, [])
  if (isActive(last)) return wait(`wave ${wave.index}: ${last.agent} is at work (attempt ${last.attempt})`)
  const under = turn.taken.length > 0
  if (last.outcome?.kind !== 'done') {
    const feedback = roundFeedback(task, wave, attempts, turn)
    // With a pull request it is its head that says what is still open: the next attempt must be told again, and a commit
    // that a person has pushed meanwhile may have settled it.
    return seen.pull === undefined || under
      ? nextRound(task, wave, last.headSha ?? base, attempts, feedback, [])
      : onPull(task, wave, seen, seen.pull, attempts)
  }
  const push = pushed(wave, seen, last)
  if (push !== undefined) return push
  if (under) {
    const feedback = roundFeedback(task, wave, attempts, turn)
    return nextRound(task, wave, seen.branchSha ?? base, attempts, feedback, [])
  }
  const round = lastRound(wave, attempts)
  // A round that people asked for may come to a no with reasons: what is on the branch stands.
  const answers = seen.pull !== undefined && round.some((run) => run.asked !== undefined)
  if (!answers && round.every((run) => commitOf(run) === undefined)) {
    if (wave.optional === true && seen.pull === undefined)
      return proceed(`wave ${wave.index}: ${workersText(wave)} found that nothing has to be changed`)
    return parked(snapshot, `${workersText(wave)} finished without changing a file`)
  }
  const draft = opened(task, wave, seen, round)
  if (draft !== undefined) return draft
  if (seen.pull === undefined)
    return wait(`wave ${wave.index}: waiting for the pull request to show`, [], 'running', 1000)
  const described = describeRound(task, wave, seen.pull, round)
  if (described.length > 0)
    return wait(`wave ${wave.index}: #${seen.pull.number} says what its newest round did`, described)
  const owed = changeAnswers(seen.pull, attempts)
  if (owed.length > 0) return wait(`wave ${wave.index}: people on #${seen.pull.number} are answered`, owed)
  return onPull(task, wave, seen, seen.pull, attempts)
}
