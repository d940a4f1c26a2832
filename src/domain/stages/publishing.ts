// An attempt's commit onto the wave's branch, and a draft pull request for what a round came to.

import type { Sha } from '../ids.ts'
import type { RouteWave } from '../roster/route.ts'
import type { RunRecord, WaveObservation } from '../snapshot.ts'
import { proposal } from './pull-text.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'

/** The commit that the host made of a run's work. */
export const commitOf = ({ outcome }: RunRecord): Sha | undefined =>
  outcome?.kind === 'done' ? outcome.commit : undefined

/** Gets an attempt's commit onto the branch; undefined when it is there, or when others have moved on. */
export function pushed(wave: RouteWave, seen: WaveObservation, run: RunRecord): StageResult | undefined {
  const commit = commitOf(run)
  if (commit === undefined) return undefined
  // Somebody else moved the branch since the run began: their commits are the head now, ours stay unpushed.
  const movedByOthers = seen.branchSha !== undefined && seen.branchSha !== run.headSha
  if (seen.branchSha === commit || movedByOthers) return undefined
  const push = {
    do: 'push' as const,
    wave: wave.index,
    branch: seen.branch,
    sha: commit,
    expected: seen.branchSha,
  }
  return wait(`wave ${wave.index}: the patch of attempt ${run.attempt} is pushed to ${seen.branch}`, [push])
}

/** Opens the draft pull request for what the round came to; undefined when there is one, or nothing to propose. */
export function opened(
  task: RoutedTask,
  wave: RouteWave,
  seen: WaveObservation,
  round: readonly RunRecord[],
): StageResult | undefined {
  const text = seen.pull === undefined ? proposal(task, wave, round) : undefined
  if (text === undefined) return undefined
  return wait(`wave ${wave.index}: a draft pull request is opened`, [
    {
      do: 'open_pull',
      wave: wave.index,
      branch: seen.branch,
      base: task.snapshot.base.branch,
      title: text.title,
      body: text.body,
    },
  ])
}
