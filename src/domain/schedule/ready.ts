// Which waves may start now and in which order, and why each other one may not.

import type { AgentName } from '../ids.ts'
import type { PlanEdge, PlanGraph, PlanNode } from '../plan/graph.ts'
import type { PlanId, WaveKey } from '../plan/names.ts'
import type { Hold, Wait } from './hold.ts'
import { UNTOUCHED, waveState, type ProgressOf, type WaveProgress } from './state.ts'
import { edgesInto } from './topological.ts'

/** How many runs may be under way at once; undefined for no limit. */
export interface SlotLimits {
  perAgent: number | undefined
  /** Agents with a limit of their own. */
  agents?: ReadonlyMap<AgentName, number> | undefined
  perRepository: number | undefined
  perInstallation: number | undefined
}

/** Runs under way that belong to no running wave of the graph: other tasks, reviews, other repositories. */
export interface Busy {
  agents: ReadonlyMap<AgentName, number>
  repository: number
  installation: number
}

export const NOTHING_BUSY: Busy = { agents: new Map(), repository: 0, installation: 0 }

export interface ReadyInput {
  graph: PlanGraph
  progress: ProgressOf<WaveKey>
  limits: SlotLimits
  busy: Busy
  /** Places by `readyOrder` (milliseconds, the smallest first). A wave without one goes last. */
  places: ReadonlyMap<WaveKey, number>
  /** Slack in minutes; without it (a circle) only places count. */
  slack: ReadonlyMap<WaveKey, number>
  /** Whose limit a wave counts against. */
  agentOf: (node: PlanNode) => AgentName | undefined
  /** Plans on hold, and why: none of their waves starts. */
  paused?: ReadonlyMap<PlanId, string> | undefined
  /** The signals sent so far. Given, a signal counts when it was sent; left out, when its sender is merged. */
  sent?: ReadonlySet<string> | undefined
}

export interface Ready {
  /** To be started now, first things first. */
  start: readonly WaveKey[]
  /** Every other wave. */
  held: ReadonlyMap<WaveKey, Hold>
}

/**
 * Places within the same hour are equal, and there the critical wave goes first. The bands of the levels are further apart than
 * an hour (priority/order.ts), so of waves that became ready together one of a higher level still goes first.
 */
const SAME_PLACE_MS = 60 * 60 * 1000

/** By wave, the edges from what has to come before it and is not complete. */
function openEdges({ graph, progress, sent }: ReadyInput): Map<WaveKey, PlanEdge[]> {
  const open = new Map<WaveKey, PlanEdge[]>()
  for (const [id, edges] of edgesInto(graph)) {
    const left = edges.filter(({ from, why, label }) =>
      why === 'signal' && sent !== undefined ? !sent.has(label) : progress.get(from)?.state !== 'merged',
    )
    if (left.length > 0) open.set(id, left)
  }
  return open
}

/** Why a wave cannot start, limits left aside; undefined when it can. */
function holdOf(
  { state, why }: WaveProgress,
  waits: readonly Wait[],
  pause: string | undefined,
): Hold | undefined {
  switch (state) {
    case 'merged':
      return { kind: 'merged' }
    case 'running':
    case 'validating':
    case 'in-review':
      return { kind: 'started', state }
    case 'blocked':
    case 'cancelled':
      return { kind: state, why }
    case 'planned':
    case 'waiting':
    case 'ready':
      if (waits.length > 0) return { kind: 'waits', for: waits }
      return pause === undefined ? undefined : { kind: 'paused', why: pause }
  }
}

/** Counts runs against the limits. */
function slots({ graph, progress, limits, busy, agentOf }: ReadyInput): {
  take: (node: PlanNode) => Hold | undefined
} {
  let { repository, installation } = busy
  const agents = new Map(busy.agents)
  const occupy = (agent: AgentName | undefined): void => {
    repository += 1
    installation += 1
    if (agent !== undefined) agents.set(agent, (agents.get(agent) ?? 0) + 1)
  }
  // While a wave is validated or reviewed its agent is free; the reviewers' runs come with `busy`.
  for (const node of graph.nodes) if (progress.get(node.id)?.state === 'running') occupy(agentOf(node))

  const take = (node: PlanNode): Hold | undefined => {
    const agent = agentOf(node)
    const own = agent === undefined ? undefined : (limits.agents?.get(agent) ?? limits.perAgent)
    const counts = [
      { of: 'installation', busy: installation, limit: limits.perInstallation },
      { of: 'repository', busy: repository, limit: limits.perRepository },
      { of: 'agent', busy: agent === undefined ? 0 : (agents.get(agent) ?? 0), limit: own },
    ] as const
    for (const { of, busy: taken, limit } of counts) {
      if (limit !== undefined && taken >= limit) return { kind: 'limit', of, agent, limit, busy: taken }
    }
    occupy(agent)
    return undefined
  }
  return { take }
}

/**
 * Takes the whole state of all plans and gives every wave either a place among those that start now or what holds it. A wave
 * that its agent's limit holds does not hold up another agent's. Also total on a graph with a circle: its waves wait.
 */
export function readyWaves(input: ReadyInput): Ready {
  const { graph, progress, places, slack, paused } = input
  const open = openEdges(input)
  const known = new Set(graph.nodes.map(({ id }) => id))
  const waitFor = (edge: PlanEdge): Wait => {
    const { state } = progress.get(edge.from) ?? UNTOUCHED
    // A wave that no plan has is never ready.
    return { edge, state: known.has(edge.from) ? waveState(state, open.has(edge.from)) : state }
  }
  const held = new Map<WaveKey, Hold>()
  const free: PlanNode[] = []
  for (const node of graph.nodes) {
    const waits = (open.get(node.id) ?? []).map(waitFor)
    const hold = holdOf(progress.get(node.id) ?? UNTOUCHED, waits, paused?.get(node.plan))
    if (hold === undefined) free.push(node)
    else held.set(node.id, hold)
  }
  const rank = (id: WaveKey): readonly [hour: number, slack: number, place: number] => {
    const place = places.get(id) ?? Number.MAX_SAFE_INTEGER
    return [Math.floor(place / SAME_PLACE_MS), slack.get(id) ?? 0, place]
  }
  const ranked = free.map((node) => ({ node, rank: rank(node.id) }))
  // Stable: what is equal in everything keeps the order of the plans.
  ranked.sort((a, b) => a.rank[0] - b.rank[0] || a.rank[1] - b.rank[1] || a.rank[2] - b.rank[2])
  const { take } = slots(input)
  const start: WaveKey[] = []
  for (const { node } of ranked) {
    const hold = take(node)
    if (hold === undefined) start.push(node.id)
    else held.set(node.id, hold)
  }
  return { start, held }
}
