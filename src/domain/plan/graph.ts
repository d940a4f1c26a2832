// The waves of all plans as a graph: what has to be complete before what, and why.

import type { AgentName } from '../ids.ts'
import type { PlanDocument, PlanDocumentWave } from './document.ts'
import { planSignal, waveKey, waveSignal } from './names.ts'
import type { PlanId, SignalName, WaveKey } from './names.ts'

export interface PlanNode {
  id: WaveKey
  plan: PlanId
  wave: number
  title: string
  /** Undefined where the plan leaves it to its orchestrator. */
  agent: AgentName | undefined
  estimateHours: number | undefined
}

export type EdgeReason = 'order' | 'depends_on' | 'signal' | 'plan'

/** `to` waits until `from` is complete. */
export interface PlanEdge {
  from: WaveKey
  to: WaveKey
  why: EdgeReason
  /** In words: the signal, the plan, or what else it is about. */
  label: string
}

export interface PlanGraph {
  nodes: readonly PlanNode[]
  edges: readonly PlanEdge[]
}

export const byNumber = (plan: PlanDocument): PlanDocumentWave[] =>
  [...plan.waves].sort((a, b) => a.wave - b.wave)

/** The wave that an entry of `depends_on` names. */
export const dependency = (plan: PlanId, entry: number | WaveKey): WaveKey =>
  typeof entry === 'number' ? waveKey(plan, entry) : entry

/**
 * The waves of the same plan that a wave follows. In a sequential plan that is the wave before it, unless `depends_on` names
 * waves of the plan itself or is an empty list: then only what it says.
 */
function edgesWithin(plan: PlanDocument): PlanEdge[] {
  return byNumber(plan).flatMap((wave, i, all): PlanEdge[] => {
    const to = waveKey(plan.plan, wave.wave)
    const named = (wave.depends_on ?? []).map((entry) => dependency(plan.plan, entry))
    const own = named.filter((key) => key.startsWith(`${plan.plan}/`))
    const before = all[i - 1]
    const follows =
      plan.shape === 'sequential' && own.length === 0 && (wave.depends_on === undefined || named.length > 0)
    return [
      ...(follows && before !== undefined
        ? [
            {
              from: waveKey(plan.plan, before.wave),
              to,
              why: 'order' as const,
              label: `wave ${wave.wave} follows wave ${before.wave}`,
            },
          ]
        : []),
      ...own.map((from) => ({ from, to, why: 'depends_on' as const, label: `depends on ${from}` })),
    ]
  })
}

interface Ends {
  /** Waves that nothing of the plan has to precede. */
  first: readonly WaveKey[]
  /** Waves that nothing of the plan has to follow: the plan is complete when they all are. */
  last: readonly WaveKey[]
}

function endsOf(plan: PlanDocument, edges: readonly PlanEdge[]): Ends {
  const keys = byNumber(plan).map((wave) => waveKey(plan.plan, wave.wave))
  const preceded = new Set(edges.map((edge) => edge.to))
  const followed = new Set(edges.map((edge) => edge.from))
  const first = keys.filter((key) => !preceded.has(key))
  const last = keys.filter((key) => !followed.has(key))
  // A circle has no ends; every wave stands for it, so that nothing seems to be free of it.
  return { first: first.length > 0 ? first : keys, last: last.length > 0 ? last : keys }
}

/** Which waves have to be complete for a signal to have been sent. */
export function senders(plans: readonly PlanDocument[]): Map<SignalName, WaveKey[]> {
  const found = new Map<SignalName, WaveKey[]>()
  const add = (signal: SignalName, keys: readonly WaveKey[]): void => {
    found.set(signal, [...new Set([...(found.get(signal) ?? []), ...keys])])
  }
  for (const plan of plans) {
    add(planSignal(plan.plan), endsOf(plan, edgesWithin(plan)).last)
    for (const wave of plan.waves) {
      const key = waveKey(plan.plan, wave.wave)
      for (const signal of [waveSignal(plan.plan, wave.wave), ...wave.signals]) add(signal, [key])
    }
  }
  return found
}

/**
 * The graph of all plans of a repository. Names that belong to no plan, wave or signal given are left out (`checkPlans` reports
 * them), so every edge joins two nodes. Where a pair has several reasons, the first of depends_on, signal, plan, order stands.
 */
export function planGraph(plans: readonly PlanDocument[]): PlanGraph {
  const nodes = new Map<WaveKey, PlanNode>()
  for (const plan of plans) {
    for (const wave of byNumber(plan)) {
      const id = waveKey(plan.plan, wave.wave)
      const { title, agent, estimate_hours: estimateHours } = wave
      if (!nodes.has(id)) nodes.set(id, { id, plan: plan.plan, wave: wave.wave, title, agent, estimateHours })
    }
  }
  const within = new Map(plans.map((plan) => [plan.plan, edgesWithin(plan)]))
  const ends = new Map(plans.map((plan) => [plan.plan, endsOf(plan, within.get(plan.plan) ?? [])]))
  const sent = senders(plans)
  const edges: PlanEdge[] = []
  for (const plan of plans) {
    for (const wave of byNumber(plan)) {
      const to = waveKey(plan.plan, wave.wave)
      for (const entry of wave.depends_on ?? []) {
        const from = dependency(plan.plan, entry)
        edges.push({ from, to, why: 'depends_on', label: `depends on ${from}` })
      }
      for (const signal of wave.waits_for) {
        for (const from of sent.get(signal) ?? []) edges.push({ from, to, why: 'signal', label: signal })
      }
    }
    for (const before of plan.dependencies.filter((id) => id !== plan.plan)) {
      for (const from of ends.get(before)?.last ?? []) {
        for (const to of ends.get(plan.plan)?.first ?? [])
          edges.push({ from, to, why: 'plan', label: `${plan.plan} follows ${before}` })
      }
    }
    edges.push(...(within.get(plan.plan) ?? []).filter((edge) => edge.why === 'order'))
  }
  const kept = new Map<string, PlanEdge>()
  for (const edge of edges) {
    const pair = `${edge.from} ${edge.to}`
    if (nodes.has(edge.from) && nodes.has(edge.to) && !kept.has(pair)) kept.set(pair, edge)
  }
  return { nodes: [...nodes.values()], edges: [...kept.values()] }
}
