// Key figures of how work goes: what is completed, how long blockers last, rounds of review, cost.

import { median } from '../benchmarks/order.ts'
import {
  runsByWave,
  share,
  waveOf,
  within,
  type KpiFacts,
  type RunFact,
  type Told,
  type Window,
} from './facts.ts'

export function completionRate({ ended }: KpiFacts, window: Window): Told {
  const over = ended.filter(({ at }) => within(window, at))
  return share(over.filter(({ done }) => done).length, over.length)
}

type Moment = { at: number } & ({ run: RunFact } | { escalation: true })

/**
 * How long each blocker of a task lasted: from a blocked run to the next run of its wave that ended well, or from an escalation, where no
 * run was blocked, to the next of any wave. Trouble on trouble is one blocker, from its beginning.
 */
function spans(moments: readonly Moment[]): { endedAt: number; ms: number }[] {
  const open = new Map<number, number>()
  let asked: number | undefined
  const found: { endedAt: number; ms: number }[] = []
  for (const moment of moments) {
    if ('escalation' in moment) {
      if (open.size === 0) asked ??= moment.at
      continue
    }
    const { wave, state, blocked } = moment.run
    if (blocked && !open.has(wave)) {
      open.set(wave, asked ?? moment.at)
      asked = undefined
    }
    const since = open.get(wave) ?? asked
    if (state !== 'done' || since === undefined) continue
    if (!open.delete(wave)) asked = undefined
    found.push({ endedAt: moment.at, ms: moment.at - since })
  }
  return found
}

export function blockerResolutionTime({ runs, escalations }: KpiFacts, window: Window): Told {
  const moments = [
    ...runs.flatMap((run) =>
      run.endedAt === undefined ? [] : [{ task: run.task, moment: { at: run.endedAt, run } }],
    ),
    ...escalations.map(({ task, at }) => ({ task, moment: { at, escalation: true as const } })),
  ].toSorted((a, b) => a.moment.at - b.moment.at)
  const resolved = [...Map.groupBy(moments, ({ task }) => task).values()]
    .flatMap((own) => spans(own.map(({ moment }) => moment)))
    .filter(({ endedAt }) => within(window, endedAt))
  return {
    value: resolved.length === 0 ? undefined : median(resolved.map(({ ms }) => ms / 1000)),
    cases: resolved.length,
  }
}

export function reviewRounds({ merged, runs }: KpiFacts, window: Window): Told {
  const judged = runsByWave(runs.filter(({ purpose, state }) => purpose === 'review' && state === 'done'))
  const rounds = merged
    .filter(({ at }) => within(window, at))
    .map((wave) => new Set(judged.get(waveOf(wave))?.map(({ headSha }) => headSha)).size)
    .filter((count) => count > 0)
  return share(
    rounds.reduce((sum, count) => sum + count, 0),
    rounds.length,
  )
}

export function cost({ runs }: KpiFacts, window: Window): Told {
  const over = runs.filter(({ endedAt }) => endedAt !== undefined && within(window, endedAt))
  const usd = over.reduce((sum, run) => sum + run.usd, 0)
  return { value: over.length === 0 ? undefined : usd, cases: over.length }
}
