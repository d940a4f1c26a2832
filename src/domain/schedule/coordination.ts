// All plans at a glance, as data: where each stands, what it waits for since when, what is critical.

import type { AgentName } from '../ids.ts'
import type { PlanEdge, PlanNode } from '../plan/graph.ts'
import { planSignal, type PlanId, type WaveKey } from '../plan/names.ts'
import type { Duration } from './durations.ts'
import type { Hold } from './hold.ts'
import { hasCircle, type Schedule, type ScheduleInput } from './schedule.ts'
import { isUnderWay, UNTOUCHED, waveState, type WaveState } from './state.ts'
import { edgesInto } from './topological.ts'

export interface PlanHead {
  plan: PlanId
  title: string
  orchestrator: AgentName
  /** Where its task stood after the last pass, in words; left out: nobody knows. */
  stands?: string | undefined
}

export interface WaveLine {
  id: WaveKey
  plan: PlanId
  /** Its place among the waves of its plan that are not cancelled, from 1: wave 0 is the first. */
  place: number
  title: string
  agent: AgentName | undefined
  state: WaveState
  since: number | undefined
  attempts: number
  /** Undefined when it may start now. */
  hold: Hold | undefined
  duration: Duration
  /** Minutes; undefined in a graph with a circle. */
  slack: number | undefined
}

export interface PlanLine extends PlanHead {
  /** The wave that says most about where the plan stands; undefined when nothing is left to do. */
  current: WaveLine | undefined
  /** How many other waves are under way. */
  others: number
  merged: number
  /** Waves that are not cancelled. */
  of: number
  /** Why nothing of it starts. */
  paused: string | undefined
  /** Said to be complete: every wave was merged, and the whole was validated and approved. */
  complete: boolean
}

export interface CoordinationView {
  now: number
  plans: readonly PlanLine[]
  waves: readonly WaveLine[]
  edges: readonly PlanEdge[]
  critical:
    | { ok: true; path: readonly WaveKey[]; minutes: number; guessed: number }
    | { ok: false; circle: string }
}

/** What people need to see first: trouble, then work, then what comes next. */
const WEIGHT: Readonly<Record<WaveState, number>> = {
  blocked: 0,
  running: 1,
  validating: 2,
  'in-review': 3,
  ready: 4,
  waiting: 5,
  planned: 6,
  cancelled: 7,
  merged: 7,
}

/** Since when a wave is as it is: what was noted, else when its work began or ended, else when all but the present waits were over. */
function sinceOf(
  node: PlanNode,
  edges: readonly PlanEdge[],
  { progress }: ScheduleInput,
): number | undefined {
  const own = progress.get(node.id) ?? UNTOUCHED
  if (own.since !== undefined) return own.since
  if (own.state === 'merged') return own.endedAt
  if (isUnderWay(own.state)) return own.startedAt
  if (own.state === 'blocked' || own.state === 'cancelled') return undefined
  const ends = edges.flatMap(({ from }) => {
    const before = progress.get(from)
    return before?.state === 'merged' ? (before.endedAt ?? []) : []
  })
  return ends.length === 0 ? undefined : Math.max(...ends)
}

function waveLines(input: ScheduleInput, { durations, critical, ready }: Schedule): WaveLine[] {
  const { graph, progress, orchestrators } = input
  const into = edgesInto(graph)
  const places = new Map<PlanId, number>()
  return graph.nodes.map((node) => {
    const { id, plan, title } = node
    const { state, attempts } = progress.get(id) ?? UNTOUCHED
    const place = (places.get(plan) ?? 0) + (state === 'cancelled' ? 0 : 1)
    places.set(plan, place)
    const hold = ready.held.get(id)
    return {
      id,
      plan,
      place,
      title,
      agent: node.agent ?? orchestrators.get(plan),
      state: waveState(state, hold?.kind === 'waits'),
      since: sinceOf(node, into.get(id) ?? [], input),
      attempts,
      hold,
      duration: durations.get(id) ?? { whole: 0, left: 0, basis: 'none' },
      slack: hasCircle(critical) ? undefined : critical.timing.get(id)?.slack,
    }
  })
}

function planLine(head: PlanHead, waves: readonly WaveLine[], { paused, sent }: ScheduleInput): PlanLine {
  const open = waves.filter(({ state }) => state !== 'merged' && state !== 'cancelled')
  const current = open.toSorted((a, b) => WEIGHT[a.state] - WEIGHT[b.state] || a.place - b.place)[0]
  return {
    ...head,
    current,
    others: open.filter((wave) => wave !== current && isUnderWay(wave.state)).length,
    merged: waves.filter(({ state }) => state === 'merged').length,
    of: waves.filter(({ state }) => state !== 'cancelled').length,
    paused: open.length === 0 ? undefined : paused?.get(head.plan),
    complete: open.length === 0 && (sent === undefined || sent.has(planSignal(head.plan))),
  }
}

/** Takes the heads of all plans in the order in which they are to be shown, and the schedule made of the same input. */
export function coordinationView(
  heads: readonly PlanHead[],
  input: ScheduleInput,
  result: Schedule,
): CoordinationView {
  const waves = waveLines(input, result)
  const byPlan = Map.groupBy(waves, ({ plan }) => plan)
  const { critical, durations } = result
  return {
    now: input.now,
    plans: heads.map((head) => planLine(head, byPlan.get(head.plan) ?? [], input)),
    waves,
    edges: input.graph.edges,
    critical: hasCircle(critical)
      ? { ok: false, circle: critical.text }
      : {
          ok: true,
          path: critical.path.filter((id) => (durations.get(id)?.left ?? 0) > 0),
          minutes: critical.makespan,
          guessed: critical.path.filter((id) => {
            const duration = durations.get(id)
            return duration !== undefined && duration.left > 0 && duration.basis === 'guess'
          }).length,
        },
  }
}
