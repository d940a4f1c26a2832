// Where the waves of a task's plan stand, from what is seen of them.

import { isActive } from '../stages/stage.ts'
import { hasDone } from '../stages/routing.ts'
import type { RecordedRoute } from '../roster/recorded-route.ts'
import type { RouteWave } from '../roster/route.ts'
import type { WaveProgress } from '../schedule/state.ts'
import { waveKey } from './names.ts'
import { planWaveOf } from './route-plan.ts'
import type { Snapshot } from '../snapshot.ts'

/** `why`: what the task was parked for, where it was. */
function progressOf(
  snapshot: Snapshot,
  waves: readonly RouteWave[],
  wave: RouteWave,
  why: string | undefined,
): WaveProgress {
  const runs = snapshot.runs.filter((run) => run.wave === wave.index)
  const attempts = runs.filter((run) => run.purpose === wave.purpose).length
  const seen = snapshot.waves.find((one) => one.index === wave.index)
  const open = snapshot.validations.some(
    (record) => record.wave === wave.index && (record.state === 'requested' || record.state === 'running'),
  )
  const unmet = wave.after.some(
    (index) => !waves.some((one) => one.index === index && hasDone(snapshot, one)),
  )
  const unsent = (wave.waits ?? []).some((name) => !snapshot.signals.includes(name))
  if (hasDone(snapshot, wave)) return { state: 'merged', attempts }
  if (runs.some((run) => isActive(run) && run.purpose === 'review')) return { state: 'in-review', attempts }
  if (runs.some(isActive)) return { state: 'running', attempts }
  if (open) return { state: 'validating', attempts }
  if (unmet || unsent) return { state: 'waiting', attempts }
  if (why !== undefined && attempts > 0) return { state: 'blocked', attempts, why }
  return { state: seen?.pull === undefined ? 'ready' : 'in-review', attempts }
}

/** By `plan/wave`; empty for a task without a plan. */
export function planProgress(
  snapshot: Snapshot,
  record: RecordedRoute | undefined,
  why: string | undefined,
): Record<string, WaveProgress> {
  const document = snapshot.plan?.document
  if (document === undefined || record === undefined) return {}
  return Object.fromEntries(
    record.waves.flatMap((wave) =>
      planWaveOf(document, wave) === undefined || wave.plan === undefined
        ? []
        : [[waveKey(document.plan, wave.plan), progressOf(snapshot, record.waves, wave, why)]],
    ),
  )
}
