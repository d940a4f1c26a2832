// The labels that say where a task is: its state, and the waves that are in progress, on the issue and on their pull requests.

import type { Action } from '../actions.ts'
import { desiredLabels } from '../roster/labels.ts'
import type { RecordedRoute } from '../roster/recorded-route.ts'
import type { RouteWave } from '../roster/route.ts'
import { waveNumber } from '../roster/route-waves.ts'
import type { Snapshot } from '../snapshot.ts'
import { hasBegun, hasDone } from './routing.ts'
import type { TaskState } from './stage.ts'

const inProgress = (snapshot: Snapshot, wave: RouteWave): boolean =>
  hasBegun(snapshot, wave) && !hasDone(snapshot, wave)

/** None where the labels say it already, and none before the task is known to be ours (`state` undefined). */
export function labelActions(
  snapshot: Snapshot,
  state: TaskState | undefined,
  record: RecordedRoute | undefined,
): Action[] {
  if (state === undefined) return []
  const { issue, waves: seen } = snapshot
  const waves = record?.waves ?? []
  const going = state === 'done' ? [] : waves.filter((wave) => inProgress(snapshot, wave))
  const onIssue = desiredLabels(issue.labels, { state, waves: going.map(waveNumber) })
  const onPulls = seen.flatMap(({ index, pull }): Action[] => {
    if (pull === undefined) return []
    const wave = going.find((one) => one.index === index)
    const mine = wave === undefined || pull.state !== 'open' ? [] : [waveNumber(wave)]
    const { add, remove } = desiredLabels(pull.labels, { waves: mine })
    return add.length + remove.length > 0 ? [{ do: 'set_labels', on: pull.number, add, remove }] : []
  })
  const { add, remove } = onIssue
  return [...(add.length + remove.length > 0 ? [{ do: 'set_labels' as const, add, remove }] : []), ...onPulls]
}
