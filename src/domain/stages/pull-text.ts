// The text of a pull request follows its newest attempt: what an agent no longer claims must not stand there.

import type { Action } from '../actions.ts'
import { attemptMark, pullBody } from '../render/pull-body.ts'
import type { RouteWave } from '../roster/route.ts'
import type { PullObservation, RunRecord } from '../snapshot.ts'
import type { RoutedTask } from './stage.ts'

/** None or one action: once for each attempt whose commit is the head, so that a person's edit stays until the next one. */
export function describeAttempt(
  { snapshot, route }: RoutedTask,
  wave: RouteWave,
  pull: PullObservation,
  run: RunRecord,
): Action[] {
  const { outcome } = run
  if (outcome?.kind !== 'done' || outcome.purpose !== 'implement' || outcome.commit !== pull.headSha)
    return []
  if (pull.body.includes(attemptMark(run.attempt))) return []
  return [{ do: 'edit_pull', pull: pull.number, body: pullBody(snapshot, route, wave, run, outcome.value) }]
}
