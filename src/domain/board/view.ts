// What a board of a repository shows, as data: who does what, what waits for what, figures against targets, the critical path.

import type { TrendPoint } from '../benchmarks/trend.ts'
import type { Kpi } from '../kpis/kpi.ts'
import type { AgentName, RepoRef, TaskKey } from '../ids.ts'
import type { PlanId } from '../plan/names.ts'
import type { PlatformName } from '../results.ts'
import type { Target } from '../roster/pack.ts'
import type { CoordinationView } from '../schedule/coordination.ts'

/** What an agent is at: `working` has a run under way, `queued` has only waiting ones. */
export type AgentState = 'working' | 'queued' | 'idle'

export interface AgentLine {
  agent: AgentName
  state: AgentState
  /** Its runs that are open, those at work first, then the longest waiting. */
  at: readonly { task: TaskKey; wave: number; purpose: string; since: number; working: boolean }[]
  /** Runs that ended in the window of the KPIs: well, and otherwise. */
  done: number
  failed: number
  /** US dollars spent in that window. */
  usd: number
}

export interface TaskLine {
  task: TaskKey
  title: string | undefined
  /** As the label `state:` on its issue says: `running`, `in-review`, `blocked`. */
  state: string | undefined
  /** The last explanation in one sentence; undefined when nobody has looked yet. */
  stands: string | undefined
  updatedAt: number
}

/** What one plan waits for of another. Only pairs with something are listed. */
export interface DependencyCell {
  from: PlanId
  to: PlanId
  /** Waves and signals of `to` that waves of `from` need. */
  needs: readonly { what: string; met: boolean }[]
}

export interface MetricLine {
  metric: string
  /** Undefined: a target that nothing merged was measured against. */
  platform: PlatformName | undefined
  /** The machine in words. */
  machine: string | undefined
  unit: string
  better: 'lower' | 'higher'
  target: Target | undefined
  /** The last figure that was merged, and the baseline on record, in `unit`. */
  now: number | undefined
  baseline: number | undefined
  /** Undefined: there is no target, or nothing to hold against it. */
  reached: boolean | undefined
  /** Medians of merged heads, the oldest first. */
  trend: readonly number[]
  /** The same with commit and time of each merge. */
  points: readonly TrendPoint[]
}

export interface BoardView {
  repository: RepoRef
  now: number
  /** Days that the key figures are of. */
  days: number
  /** The team, those with work first; an agent with no run in the window is idle and has none. */
  agents: readonly AgentLine[]
  /** Open tasks, those that need a person first. */
  tasks: readonly TaskLine[]
  /** Plans in the order of rows and columns; empty where no plan waits for another. */
  plans: readonly PlanId[]
  dependencies: readonly DependencyCell[]
  metrics: readonly MetricLine[]
  /** Undefined: there is no plan. */
  coordination: CoordinationView | undefined
  kpis: readonly Kpi[]
}
