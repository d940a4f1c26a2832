// An attempt's commit onto the wave's branch.

import type { Action } from '../actions.ts'
import type { Sha } from '../ids.ts'
import type { RouteWave } from '../roster/route.ts'
import type { RunRecord, WaveObservation } from '../snapshot.ts'
import { wait, type StageResult } from './stage.ts'

/** The commit that the host made of a run's work. */
export const commitOf = ({ outcome }: RunRecord): Sha | undefined =>
  outcome?.kind === 'done' ? outcome.commit : undefined

/** The push that an attempt's commit still needs; undefined when it is on the branch, or when others have moved on. */
export function pushOf(
  wave: Pick<RouteWave, 'index'>,
  seen: WaveObservation,
  run: RunRecord,
): Extract<Action, { do: 'push' }> | undefined {
  const sha = commitOf(run)
  if (sha === undefined) return undefined
  const { branch, branchSha: expected } = seen
  // Somebody else moved the branch since the run began: their commits are the head now, ours stay unpushed.
  const movedByOthers = expected !== undefined && expected !== run.headSha
  return expected === sha || movedByOthers
    ? undefined
    : { do: 'push', wave: wave.index, branch, sha, expected }
}

/** Gets an attempt's commit onto the branch; undefined when there is nothing to push. */
export function pushed(wave: RouteWave, seen: WaveObservation, run: RunRecord): StageResult | undefined {
  const push = pushOf(wave, seen, run)
  return (
    push &&
    wait(`wave ${wave.index}: the patch of attempt ${run.attempt} is pushed to ${seen.branch}`, [push])
  )
}
