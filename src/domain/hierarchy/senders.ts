// Which issues show who sends a signal: what waits in one plan can be shown as blocked by what it waits for in another.

import { planSignal } from '../plan/names.ts'
import { planWaveOf, signalsOf } from '../plan/route-plan.ts'
import type { RecordedRoute } from '../roster/recorded-route.ts'
import type { RouteWave } from '../roster/route.ts'
import type { Snapshot } from '../snapshot.ts'
import { waveTopic, type Dependency } from './place.ts'

/** The task's own signals, each with the number of the sub-issue or, for the plan's end, the issue that shows its sender. */
export function sendersOf(snapshot: Snapshot, record: RecordedRoute): Record<string, number> {
  const { plan, issue, subIssues } = snapshot
  const document = plan?.document
  if (document === undefined) return {}
  const waves = record.waves.flatMap((wave): [string, number][] => {
    const planned = planWaveOf(document, wave)
    const topic = waveTopic(issue.number, document.plan, wave)
    const number = subIssues.find((child) => child.topic === topic)?.number
    if (planned === undefined || number === undefined) return []
    return signalsOf(document, planned).map((name) => [name, number])
  })
  return Object.fromEntries([...waves, [planSignal(document.plan), issue.number]])
}

/**
 * Whom waves wait for in other plans, as dependencies between issues. What a wave before it waits for holds a wave up anyway and
 * is not shown again: GitHub shows 50 an issue.
 */
export function foreignDependencies(
  waves: readonly RouteWave[],
  shown: (wave: RouteWave) => number | undefined,
  senders: ReadonlyMap<string, number>,
): Dependency[] {
  const held = new Map<number, ReadonlySet<string>>()
  /** Signals that a wave or one before it waits for; a plan has no circle, and a broken one ends here all the same. */
  const waitsAt = (index: number): ReadonlySet<string> => {
    const known = held.get(index)
    if (known !== undefined) return known
    held.set(index, new Set())
    const wave = waves.find((one) => one.index === index)
    const all = new Set([...(wave?.waits ?? []), ...(wave?.after ?? []).flatMap((one) => [...waitsAt(one)])])
    held.set(index, all)
    return all
  }
  return waves.flatMap((wave) => {
    const blocked = shown(wave)
    if (blocked === undefined) return []
    const before = new Set(wave.after.flatMap((index) => [...waitsAt(index)]))
    return (wave.waits ?? []).flatMap((name) => {
      const blocking = senders.get(name)
      return blocking === undefined || before.has(name) ? [] : [{ blocked, blocking }]
    })
  })
}
