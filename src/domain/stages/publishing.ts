// An attempt's commit onto the wave's branch, and a draft pull request for it.

import type { Sha } from '../ids.ts'
import { pullBody, pullTitle } from '../render/pull-body.ts'
import type { RouteWave } from '../roster/route.ts'
import type { RunRecord, WaveObservation } from '../snapshot.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'

/** The commit that the host made of a run's work. */
export const commitOf = ({ outcome }: RunRecord): Sha | undefined =>
  outcome?.kind === 'done' ? outcome.commit : undefined

/** Gets an attempt's commit onto the branch and a draft pull request open for it; undefined when both are there. */
export function publish(
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
