// What puts a plan's date at risk: a critical path that ends after it, and waves that take much longer than was thought.

import type { PlanDocument } from '../plan/document.ts'
import { planGraph } from '../plan/graph.ts'
import { waveKey, type WaveKey } from '../plan/names.ts'
import { estimate, type FinishedWave } from '../schedule/durations.ts'
import { NOTHING_BUSY } from '../schedule/ready.ts'
import { hasCircle, schedule } from '../schedule/schedule.ts'
import { isUnderWay, type WaveProgress } from '../schedule/state.ts'
import type { Snapshot } from '../snapshot.ts'
import { duration } from './escalation.ts'
import type { Sign } from './signs.ts'
import { DAY_MS } from './triggers.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

type Progress = ReadonlyMap<WaveKey, WaveProgress>

/** What the plan's own finished waves took. */
const historyOf = (document: PlanDocument, progress: Progress): FinishedWave[] =>
  document.waves.flatMap((wave) => {
    const { startedAt, endedAt } = progress.get(waveKey(document.plan, wave.wave)) ?? {}
    if (startedAt === undefined || endedAt === undefined) return []
    const hours = (endedAt - startedAt) / HOUR_MS
    return [{ agent: wave.agent ?? document.orchestrator, purpose: wave.purpose, hours }]
  })

/** A wave of which neither plan nor history says how long it takes is never too long. */
function overruns(
  document: PlanDocument,
  progress: Progress,
  history: readonly FinishedWave[],
  factor: number,
): Sign[] {
  return document.waves.flatMap((wave): Sign[] => {
    const { state, startedAt } = progress.get(waveKey(document.plan, wave.wave)) ?? {}
    const hours = wave.estimate_hours ?? estimate(history, wave.agent ?? document.orchestrator, wave.purpose)
    if (state === undefined || startedAt === undefined || hours === undefined) return []
    if (!isUnderWay(state) && state !== 'blocked') return []
    const expected = hours * HOUR_MS
    const why = `wave ${wave.wave} of ${document.plan} has been under way since ${new Date(startedAt).toISOString()} and was thought to take ${duration(expected)}`
    return [{ kind: 'late', since: startedAt + expected * factor, why }]
  })
}

/**
 * The end of the critical path over what is left, against the plan's day. It moves with every minute in which nothing is
 * finished, so the moment at which it will be too late can be said beforehand. What other plans have to do first is not counted.
 */
function overdue(
  document: PlanDocument,
  progress: Progress,
  history: readonly FinishedWave[],
  now: number,
): Sign[] {
  if (document.due === undefined) return []
  const { durations, critical } = schedule({
    graph: planGraph([document]),
    progress,
    orchestrators: new Map([[document.plan, document.orchestrator]]),
    history,
    purposes: new Map(
      document.waves.map(({ wave, purpose }) => [waveKey(document.plan, wave), purpose] as const),
    ),
    limits: { perAgent: undefined, perRepository: undefined, perInstallation: undefined },
    busy: NOTHING_BUSY,
    places: new Map(),
    now,
  })
  if (hasCircle(critical) || critical.makespan === 0) return []
  const length = critical.makespan * MINUTE_MS
  const guessed = critical.path.filter((key) => durations.get(key)?.basis === 'guess').length
  const basis = guessed === 0 ? '' : ` (${guessed} of its ${critical.path.length} waves by a guess)`
  const why = `${document.plan} is due on ${document.due}, and its critical path takes ${duration(length)} more${basis}: ${critical.path.join(' → ')}`
  const end = Date.parse(`${document.due}T00:00:00Z`) + DAY_MS
  return [{ kind: 'late', since: end - length, why }]
}

export function delays({ plan, progress = {}, policy }: Snapshot, now: number): Sign[] {
  const document = plan?.document
  if (document === undefined) return []
  const known: Progress = new Map(
    document.waves.flatMap(({ wave }): [WaveKey, WaveProgress][] => {
      const key = waveKey(document.plan, wave)
      const at = progress[key]
      return at === undefined ? [] : [[key, at]]
    }),
  )
  const history = historyOf(document, known)
  return [
    ...overdue(document, known, history, now),
    ...overruns(document, known, history, policy.triggers.overrun_factor),
  ]
}
