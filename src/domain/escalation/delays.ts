// What puts the date of a plan or an issue at risk: a critical path that ends after it, and waves that take much longer than was thought.

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

/** A day, and how people are told whose it is. */
interface Due {
  day: string
  words: string
}

/** The plan's own day goes before that of the milestone that its issue is in: whoever wrote it there meant this plan. */
function dueOf(document: PlanDocument | undefined, { milestone }: Snapshot['issue']): Due | undefined {
  if (document?.due !== undefined) return { day: document.due, words: document.due }
  return (
    milestone && {
      day: milestone.due,
      words: `${milestone.due} (milestone ${milestone.title})`,
    }
  )
}

/** The first moment after the day. */
const endOf = ({ day }: Due): number => Date.parse(`${day}T00:00:00Z`) + DAY_MS

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
  due: Due,
  progress: Progress,
  history: readonly FinishedWave[],
  now: number,
): Sign[] {
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
  const why = `${document.plan} is due on ${due.words}, and its critical path takes ${duration(length)} more${basis}: ${critical.path.join(' → ')}`
  return [{ kind: 'late', since: endOf(due) - length, why }]
}

/** Everything that puts the task's date at risk. A task without a plan is late once its milestone's day is over. */
export function delays({ plan, issue, progress = {}, policy }: Snapshot, now: number): Sign[] {
  const document = plan?.document
  const due = dueOf(document, issue)
  if (document === undefined) {
    if (due === undefined || plan !== undefined) return []
    return [
      { kind: 'late', since: endOf(due), why: `#${issue.number} was due on ${due.words}, and is not done` },
    ]
  }
  const known: Progress = new Map(
    document.waves.flatMap(({ wave }): [WaveKey, WaveProgress][] => {
      const key = waveKey(document.plan, wave)
      const at = progress[key]
      return at === undefined ? [] : [[key, at]]
    }),
  )
  const history = historyOf(document, known)
  return [
    ...(due === undefined ? [] : overdue(document, due, known, history, now)),
    ...overruns(document, known, history, policy.triggers.overrun_factor),
  ]
}
