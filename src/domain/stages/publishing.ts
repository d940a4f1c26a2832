// A draft pull request for what a round came to.

import type { RouteWave } from '../roster/route.ts'
import type { RunRecord, WaveObservation } from '../snapshot.ts'
import { proposal } from './pull-text.ts'
import { wait, type RoutedTask, type StageResult } from './stage.ts'

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
