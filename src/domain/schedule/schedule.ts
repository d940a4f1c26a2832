// The schedule over all plans: durations, critical path and ready waves from one state of the world.

import type { AgentName } from '../ids.ts'
import type { PlanGraph, PlanNode } from '../plan/graph.ts'
import type { PlanId, WaveKey } from '../plan/names.ts'
import { criticalPath, type CriticalPath } from './critical-path.ts'
import { durationsOf, fromNow, type Duration, type FinishedWave } from './durations.ts'
import { readyWaves, type Busy, type Ready, type SlotLimits } from './ready.ts'
import type { ProgressOf } from './state.ts'
import { topological, type Circle } from './topological.ts'

export interface ScheduleInput {
  graph: PlanGraph
  progress: ProgressOf<WaveKey>
  /** Who leads each plan: a wave that names no agent counts as theirs. */
  orchestrators: ReadonlyMap<PlanId, AgentName>
  history: readonly FinishedWave[]
  purposes?: ReadonlyMap<WaveKey, 'implement' | 'research'> | undefined
  limits: SlotLimits
  busy: Busy
  places: ReadonlyMap<WaveKey, number>
  paused?: ReadonlyMap<PlanId, string> | undefined
  sent?: ReadonlySet<string> | undefined
  /** Milliseconds since 1970. */
  now: number
}

export interface Schedule {
  durations: ReadonlyMap<WaveKey, Duration>
  /** Over what is left; a circle has none. */
  critical: CriticalPath | Circle
  ready: Ready
}

export const hasCircle = (critical: CriticalPath | Circle): critical is Circle => 'waves' in critical

/** Total: whatever the plans say, there is an answer. */
export function schedule(input: ScheduleInput): Schedule {
  const { orchestrators } = input
  const agentOf = (node: PlanNode): AgentName | undefined => node.agent ?? orchestrators.get(node.plan)
  const durations = durationsOf({ ...input, agentOf })
  const sorted = topological(input.graph)
  const critical = sorted.ok ? criticalPath(sorted.ordered, fromNow(durations)) : sorted.circle
  const slack = hasCircle(critical)
    ? new Map<WaveKey, number>()
    : new Map([...critical.timing].map(([id, timing]) => [id, timing.slack]))
  return { durations, critical, ready: readyWaves({ ...input, agentOf, slack }) }
}
