// The waves in an order in which each comes after what it waits for, or the circle that rules one out.

import { cyclePath } from '../plan/cycles.ts'
import type { PlanEdge, PlanGraph } from '../plan/graph.ts'
import type { WaveKey } from '../plan/names.ts'

/** A graph without a circle: only `topological` makes one. */
export interface OrderedGraph {
  graph: PlanGraph
  /** Every wave after all that it waits for; waves that are free to stand anywhere keep the order of the graph. */
  order: readonly WaveKey[]
  before: ReadonlyMap<WaveKey, readonly WaveKey[]>
  after: ReadonlyMap<WaveKey, readonly WaveKey[]>
}

export interface Circle {
  /** Each waits for the one before it, and the first for the last. */
  waves: readonly WaveKey[]
  text: string
}

/** The edges by the wave that waits. */
export function edgesInto(graph: PlanGraph): Map<WaveKey, PlanEdge[]> {
  const into = new Map<WaveKey, PlanEdge[]>()
  for (const edge of graph.edges) {
    const known = into.get(edge.to)
    if (known === undefined) into.set(edge.to, [edge])
    else known.push(edge)
  }
  return into
}

/** Takes waves of which each waits for another of them. Walks back until it comes to one again. */
function circleAmong(waves: ReadonlySet<WaveKey>, before: ReadonlyMap<WaveKey, readonly WaveKey[]>): Circle {
  const at = new Map<WaveKey, number>()
  const walked: WaveKey[] = []
  let [current] = waves
  while (current !== undefined && !at.has(current)) {
    at.set(current, walked.length)
    walked.push(current)
    current = before.get(current)?.find((wave) => waves.has(wave))
  }
  const [first, ...others] = walked.slice(current === undefined ? 0 : at.get(current))
  const circle = first === undefined ? [] : [first, ...others.reverse()]
  const words = cyclePath([...circle, ...circle.slice(0, 1)], circle[0] ?? '')
  return { waves: circle, text: `these waves wait for each other for ever: ${words}` }
}

/** Takes any graph; edges with an end that is no node do not count here. */
export function topological(
  graph: PlanGraph,
): { ok: true; ordered: OrderedGraph } | { ok: false; circle: Circle } {
  const before = new Map(graph.nodes.map(({ id }): [WaveKey, WaveKey[]] => [id, []]))
  const after = new Map(graph.nodes.map(({ id }): [WaveKey, WaveKey[]] => [id, []]))
  for (const { from, to } of graph.edges) {
    const [forward, back] = [after.get(from), before.get(to)]
    if (forward === undefined || back === undefined) continue
    forward.push(to)
    back.push(from)
  }
  const open = new Map([...before].map(([id, waves]): [WaveKey, number] => [id, waves.length]))
  const order = [...open].filter(([, count]) => count === 0).map(([id]) => id)
  // The list grows while it is read: what is appended has nothing left before it.
  for (const id of order) {
    open.delete(id)
    for (const next of after.get(id) ?? []) {
      const left = (open.get(next) ?? 0) - 1
      open.set(next, left)
      if (left === 0) order.push(next)
    }
  }
  return open.size > 0
    ? { ok: false, circle: circleAmong(new Set(open.keys()), before) }
    : { ok: true, ordered: { graph, order, before, after } }
}
