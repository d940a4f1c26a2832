// Graphs of plans for the tests of the schedule: by hand, and random ones without a circle.

import * as fc from 'fast-check'
import { AgentName } from '../../src/domain/ids.ts'
import type { EdgeReason, PlanEdge, PlanGraph, PlanNode } from '../../src/domain/plan/graph.ts'
import { WaveKey, waveKey, waveOf, PlanId } from '../../src/domain/plan/names.ts'
import { NOTHING_BUSY } from '../../src/domain/schedule/ready.ts'
import type { ScheduleInput } from '../../src/domain/schedule/schedule.ts'
import type { WaveProgress } from '../../src/domain/schedule/state.ts'

export const NOW = Date.UTC(2026, 6, 1, 12)
export const HOUR = 60 * 60 * 1000

export const key = (id: string): WaveKey => WaveKey.parse(id)
export const agent = (name: string): AgentName => AgentName.parse(name)
export const plan = (id: string): PlanId => PlanId.parse(id)

export const node = (id: string, change: Partial<PlanNode> = {}): PlanNode => ({
  id: key(id),
  ...waveOf(key(id)),
  title: `Title of ${id}`,
  agent: undefined,
  estimateHours: undefined,
  ...change,
})

/** `a/1 > b/2`, with `signal` or `plan` and the label after it where it is not a plain order. */
export function edge(text: string): PlanEdge {
  const [from = '', , to = '', why = 'order', ...label] = text.split(' ')
  const reason = (['order', 'depends_on', 'signal', 'plan'] as const).find((known) => known === why)
  if (reason === undefined) throw new Error(`no such reason: ${why}`)
  return { from: key(from), to: key(to), why: reason, label: label.join(' ') }
}

/** Nodes are the ids given, in that order. */
export const graph = (nodes: readonly (string | PlanNode)[], edges: readonly string[]): PlanGraph => ({
  nodes: nodes.map((entry) => (typeof entry === 'string' ? node(entry) : entry)),
  edges: edges.map(edge),
})

export const progress = (
  states: Readonly<Record<string, WaveProgress | WaveProgress['state']>>,
): Map<WaveKey, WaveProgress> =>
  new Map(
    Object.entries(states).map(([id, given]) => [
      key(id),
      typeof given === 'string' ? { state: given, attempts: given === 'planned' ? 0 : 1 } : given,
    ]),
  )

export const input = (change: Partial<ScheduleInput> & Pick<ScheduleInput, 'graph'>): ScheduleInput => ({
  progress: new Map(),
  orchestrators: new Map(),
  history: [],
  limits: { perAgent: undefined, perRepository: undefined, perInstallation: undefined },
  busy: NOTHING_BUSY,
  places: new Map(),
  now: NOW,
  ...change,
})

const AGENTS = ['ann', 'ben', 'cat'].map(agent)
const REASONS: readonly EdgeReason[] = ['order', 'depends_on', 'signal', 'plan']

/** Up to `most` waves in up to four plans. Edges lead to waves that come later in a random order, so there is no circle. */
export const anyGraph = (most: number): fc.Arbitrary<PlanGraph> =>
  fc
    .record({
      plans: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: most }),
      agents: fc.infiniteStream(fc.constantFrom(undefined, ...AGENTS)),
      order: fc.infiniteStream(fc.nat()),
      edges: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...REASONS)), { maxLength: 2 * most }),
    })
    .map(({ plans, agents, order, edges }) => {
      const nodes = plans.map((number, i) =>
        node(waveKey(plan(`plan-${number}`), i), { agent: agents.next().value }),
      )
      const rank = nodes
        .map(({ id }) => ({ id, at: order.next().value }))
        .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0))
      const count = nodes.length
      return {
        nodes,
        edges: edges.flatMap(([a, b, why]): PlanEdge[] => {
          const [low, high] = [Math.min(a % count, b % count), Math.max(a % count, b % count)]
          const [from, to] = [rank[low]?.id, rank[high]?.id]
          return low === high || from === undefined || to === undefined
            ? []
            : [{ from, to, why, label: `${from} first` }]
        }),
      }
    })
