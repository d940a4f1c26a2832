// The critical path method: when each wave can start, when it must, and the longest chain, which decides when all is complete.

import type { WaveKey } from '../plan/names.ts'
import type { OrderedGraph } from './topological.ts'

/** In minutes from the beginning. */
export interface Timing {
  minutes: number
  earliest: number
  /** A later start would delay the end of everything. */
  latest: number
  /** How long it can wait without harm: 0 on every longest chain and nowhere else. */
  slack: number
}

export interface CriticalPath {
  /** The length of the longest chain. More is needed where limits hold waves back: they are not counted here. */
  makespan: number
  /** One longest chain; empty without waves. */
  path: readonly WaveKey[]
  timing: ReadonlyMap<WaveKey, Timing>
}

/** Takes durations in whole minutes, at least 0; a wave without one takes no time. */
export function criticalPath(ordered: OrderedGraph, durations: ReadonlyMap<WaveKey, number>): CriticalPath {
  const { order, before, after } = ordered
  const minutesOf = (id: WaveKey): number => durations.get(id) ?? 0
  const earliest = new Map<WaveKey, number>()
  let makespan = 0
  for (const id of order) {
    let start = 0
    for (const previous of before.get(id) ?? [])
      start = Math.max(start, (earliest.get(previous) ?? 0) + minutesOf(previous))
    earliest.set(id, start)
    makespan = Math.max(makespan, start + minutesOf(id))
  }
  const latest = new Map<WaveKey, number>()
  for (const id of order.toReversed()) {
    let end = makespan
    for (const next of after.get(id) ?? []) end = Math.min(end, latest.get(next) ?? makespan)
    latest.set(id, end - minutesOf(id))
  }
  const timing = new Map(
    order.map((id): [WaveKey, Timing] => {
      const [from, until] = [earliest.get(id) ?? 0, latest.get(id) ?? 0]
      return [id, { minutes: minutesOf(id), earliest: from, latest: until, slack: until - from }]
    }),
  )

  // From wave to wave: a chain is only a longest one when each starts the minute that the one before it ends.
  const follows =
    (start: number) =>
    (id: WaveKey): boolean => {
      const found = timing.get(id)
      return found !== undefined && found.slack === 0 && found.earliest === start
    }
  const path: WaveKey[] = []
  let next = order.find((id) => before.get(id)?.length === 0 && timing.get(id)?.slack === 0)
  while (next !== undefined) {
    path.push(next)
    const { earliest: start, minutes } = timing.get(next) ?? { earliest: 0, minutes: 0 }
    next = after.get(next)?.find(follows(start + minutes))
  }
  return { makespan, path, timing }
}
