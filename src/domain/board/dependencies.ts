// What plans wait for of each other, a cell for each pair.

import { waveOf, type PlanId } from '../plan/names.ts'
import type { CoordinationView } from '../schedule/coordination.ts'
import type { DependencyCell } from './view.ts'

/** Plans that wait, or are waited for, in the order given, and what each needs. `sent`: names of the signals that were sent. */
export function dependencies(
  { plans, waves, edges }: Pick<CoordinationView, 'plans' | 'waves' | 'edges'>,
  sent: ReadonlySet<string>,
): { plans: PlanId[]; cells: DependencyCell[] } {
  const merged = new Set(waves.filter(({ state }) => state === 'merged').map(({ id }) => id))
  const cells = new Map<string, { from: PlanId; to: PlanId; needs: Map<string, boolean> }>()
  for (const edge of edges) {
    const [from, to] = [waveOf(edge.to).plan, waveOf(edge.from).plan]
    if (from === to) continue
    const what = edge.why === 'signal' ? edge.label : edge.why === 'plan' ? `all of ${to}` : edge.from
    const met = edge.why === 'signal' ? sent.has(edge.label) : merged.has(edge.from)
    const key = `${from} ${to}`
    const cell = cells.get(key) ?? { from, to, needs: new Map<string, boolean>() }
    cells.set(key, cell)
    // Several waves may have to come before one thing is there.
    cell.needs.set(what, met && (cell.needs.get(what) ?? true))
  }
  const found = [...cells.values()]
  const concerned = new Set(found.flatMap(({ from, to }) => [from, to]))
  return {
    plans: plans.map(({ plan }) => plan).filter((plan) => concerned.has(plan)),
    cells: found.map(({ from, to, needs }) => ({
      from,
      to,
      needs: [...needs].map(([what, met]) => ({ what, met })),
    })),
  }
}
