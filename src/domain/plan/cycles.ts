// Circles in a graph of plans: each named once, with the edge that a person would change.

import { firstCycle } from '../roster/check-waves.ts'
import type { PlanEdge } from './graph.ts'

/** Enough to show the pattern; the rest shows when these are mended. */
const MAX_CYCLES = 10

export interface PlanCycle {
  /** In order, ending with the first again. */
  path: readonly string[]
  /** An edge of it that somebody wrote, where there is one. */
  edge: PlanEdge
}

/** Circles one after the other: what closes one is taken away before the next is looked for. */
export function cyclesOf(edges: readonly PlanEdge[]): PlanCycle[] {
  const found: PlanCycle[] = []
  let left = [...edges]
  while (found.length < MAX_CYCLES) {
    const next = new Map<string, string[]>()
    for (const edge of left) next.set(edge.from, [...(next.get(edge.from) ?? []), edge.to])
    const cycle = firstCycle(next)
    const start = cycle?.[0]
    if (cycle === undefined || start === undefined) return found
    const path = [...cycle, start]
    const members = left.filter((edge) =>
      path.some((from, i) => from === edge.from && path[i + 1] === edge.to),
    )
    const edge = members.find((one) => one.why !== 'order') ?? members[0]
    if (edge === undefined) return found
    found.push({ path, edge })
    left = left.filter((one) => one !== edge)
  }
  return found
}

/** `a → b → … → a` from the wave that is to be changed, cut in the middle where it is long. */
export function cyclePath(cycle: readonly string[], start: string): string {
  const members = cycle.slice(0, -1)
  const at = Math.max(0, members.indexOf(start))
  const turned = [...members.slice(at), ...members.slice(0, at)]
  const path = [...turned, ...turned.slice(0, 1)]
  return (path.length <= 12 ? path : [...path.slice(0, 6), '…', ...path.slice(-5)]).join(' → ')
}
