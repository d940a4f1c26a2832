// Waves that the route does without from now on: their runs are stopped, their work is kept, their pull requests closed.

import type { Action } from '../actions.ts'
import type { RouteWave } from '../roster/route.ts'
import type { Snapshot } from '../snapshot.ts'
import { pushOf } from './pushing.ts'
import { isActive } from './stage.ts'

/**
 * What is finished is pushed before anything is tidied away: a commit that only this machine has would be lost with the branch.
 * The pull request is closed with the reason once that is done, and its branch goes last.
 */
export function giveUp(snapshot: Snapshot, dropped: readonly RouteWave[]): Action[] {
  return dropped.flatMap((wave): Action[] => {
    const why = `the task was routed anew, and wave ${wave.index} (${wave.agent}) is not part of its route any more`
    const runs = snapshot.runs.filter((run) => run.wave === wave.index)
    const stops = runs.filter(isActive).map((run): Action => ({ do: 'cancel_run', id: run.id, why }))
    const seen = snapshot.waves.find((one) => one.index === wave.index)
    if (seen === undefined) return stops
    const { pull } = seen
    const last = runs.findLast((run) => run.purpose === 'implement' && run.outcome?.kind === 'done')
    // Under a pull request that is closed already the branch is as people left it.
    const push = last === undefined || pull?.state === 'closed' ? undefined : pushOf(wave, seen, last)
    if (push !== undefined) return [...stops, push]
    // What was pushed stays to be had under the closed pull request; a branch that somebody moved since is theirs.
    const tidied =
      pull?.state === 'closed' && snapshot.policy.merge.delete_branch && seen.branchSha === pull.headSha
    return [
      ...stops,
      ...(pull?.state === 'open' ? [{ do: 'close_pull' as const, pull: pull.number, why }] : []),
      ...(tidied ? [{ do: 'delete_branch' as const, branch: seen.branch, sha: pull.headSha }] : []),
    ]
  })
}
