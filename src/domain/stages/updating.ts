// A wave's branch that conflicts with its base, or that a person wants on the newest one: merged by the host where that is clean,
// resolved by the wave's agent where it is not.

import type { Action } from '../actions.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, RunRecord, WaveObservation } from '../snapshot.ts'
import { isQueued } from './queueing.ts'
import { nextRound } from './rework.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'
import { concludeAll } from './workflow-runs.ts'

/** How soon it is looked again whether GitHub has seen that a branch holds its base. */
const POLL_MS = 15_000

/** Undefined where there is nothing to bring in. Rounds count against the limits as all rounds do; after them it is parked. */
export function updating(
  task: RoutedTask,
  wave: RouteWave,
  { branch }: WaveObservation,
  pull: PullObservation,
  attempts: readonly RunRecord[],
): StageResult | undefined {
  // GitHub refuses pushes to a branch that is in a merge queue, and the queue brings the newest base in itself.
  if (isQueued(pull)) return undefined
  const { base, desired, updates } = task.snapshot
  const { number, headSha: head } = pull
  const conflicting = pull.mergeable === 'conflicting'
  const known = updates.find((one) => one.branch === branch && one.head === head)
  const isCurrent = known !== undefined && known.conflict === undefined
  const asked = desired?.updates.some((entry) => entry.on === number && entry.sha === head) === true
  if (!conflicting && (!asked || isCurrent)) return undefined
  const actions: Action[] = concludeAll(task, pull)
  if (known === undefined || known.base !== base.sha) {
    const update: Action = { do: 'update_branch', wave: wave.index, branch, head, base: base.sha }
    return wait(`wave ${wave.index}: ${base.branch} is brought into ${branch}`, [...actions, update])
  }
  if (known.conflict === undefined) {
    const why = `wave ${wave.index}: GitHub is still computing whether #${number} conflicts`
    return wait(why, actions, 'running', POLL_MS)
  }
  const { files, text } = known.conflict
  const problem = `pull request #${number} conflicts with ${base.branch} in ${files.join(', ')}`
  const feedback = {
    findings: [],
    failures: [],
    problems: [problem],
    conflict: { base: base.sha, text },
  }
  return nextRound(task, wave, head, attempts, feedback, actions)
}
