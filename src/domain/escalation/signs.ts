// What sets an escalation off although the task goes on: more work than capacity, repeated failure, a plan that will be late.

import { subjectOf } from '../directives/directive.ts'
import { titleOf } from '../directives/fields.ts'
import { directiveId } from '../directives/progress.ts'
import { plural } from '../render/figures.ts'
import { waveNumber } from '../roster/route-waves.ts'
import type { RouteWave } from '../roster/route.ts'
import type { RunRecord, Snapshot } from '../snapshot.ts'
import { delays } from './delays.ts'
import type { TroubleKind } from './triggers.ts'

export interface Sign {
  kind: Extract<TroubleKind, 'over-capacity' | 'failing' | 'late' | 'unheeded'>
  /** When it is trouble if nothing changes until then, in milliseconds since 1970; later than now: not yet. */
  since: number
  why: string
}

export interface Signs {
  /** At most one of each kind: the oldest. */
  seen: readonly Sign[]
  /** Milliseconds until the next could be there; undefined when only something else can bring one about. */
  dueIn: number | undefined
}

const MINUTE_MS = 60_000

/** Runs that wait because whoever is to take them, or the repository, is at its limit. */
function overCapacity({ runs, standing, policy }: Snapshot): Sign[] {
  const { runs_per_agent: cap, runs_per_repository: all } = policy.limits
  const total = [...standing.values()].reduce((sum, { workload }) => sum + workload.running, 0)
  return runs.flatMap((run): Sign[] => {
    const { running, waiting } = standing.get(run.agent)?.workload ?? { running: 0, waiting: 0 }
    if (run.state !== 'queued' || run.queuedAt === undefined || (running < cap && total < all)) return []
    const limit =
      running >= cap
        ? `${run.agent} may have ${plural(cap, 'run')} under way and has ${running}, and ${waiting} waiting`
        : `the repository may have ${plural(all, 'run')} under way and has ${total}`
    const why = `${run.agent} (${run.purpose}) has waited since ${new Date(run.queuedAt).toISOString()}: ${limit}`
    return [{ kind: 'over-capacity', since: run.queuedAt + policy.triggers.waiting_minutes * MINUTE_MS, why }]
  })
}

/** `failuresOf`: the failed attempts in a row at a wave, oldest first. */
function failing(
  { policy }: Snapshot,
  waves: readonly RouteWave[],
  failuresOf: (wave: RouteWave) => readonly RunRecord[],
  now: number,
): Sign[] {
  return waves.flatMap((wave): Sign[] => {
    const failed = failuresOf(wave)
    const last = failed[policy.triggers.failures - 1]
    if (last === undefined) return []
    const why = `${plural(failed.length, 'attempt')} at wave ${waveNumber(wave)} by ${last.agent} failed in a row`
    return [{ kind: 'failing', since: last.endedAt ?? now, why }]
  })
}

/** Directives that nobody has acted on in time; those that are over are marked so. */
function unheeded({ desired, policy }: Snapshot): Sign[] {
  return (desired?.directives ?? [])
    .filter(({ closed }) => closed === undefined)
    .map((asked): Sign => {
      const given = `directive ${directiveId(asked)} by @${asked.by} (${titleOf(asked.said.kind)}: ${subjectOf(asked.said)})`
      const why = `${given} for ${asked.to.join(', ')} is open since ${new Date(asked.at).toISOString()}`
      return { kind: 'unheeded', since: asked.at + policy.triggers.directive_minutes * MINUTE_MS, why }
    })
}

/** Everything that there is trouble with now, and when to look again. A function of stored times: a restart changes nothing. */
export function signsOf(
  snapshot: Snapshot,
  waves: readonly RouteWave[],
  failuresOf: (wave: RouteWave) => readonly RunRecord[],
  now: number,
): Signs {
  const all = [
    ...overCapacity(snapshot),
    ...failing(snapshot, waves, failuresOf, now),
    ...delays(snapshot, now),
    ...unheeded(snapshot),
  ].toSorted((a, b) => a.since - b.since)
  const seen = all.filter(({ since }) => since <= now)
  const next = all.find(({ since }) => since > now)
  return {
    seen: seen.filter((sign, i) => seen.findIndex(({ kind }) => kind === sign.kind) === i),
    dueIn: next && next.since - now,
  }
}
