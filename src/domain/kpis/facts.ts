// What key figures are told from: runs, results, merges and ends of tasks as they are on record. All times in milliseconds since 1970.

import type { Trend } from '../benchmarks/trend.ts'
import type { AgentName, Sha, TaskKey } from '../ids.ts'

export interface RunFact {
  task: TaskKey
  wave: number
  agent: AgentName
  purpose: string
  headSha: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  /** It ended because it could not go on without somebody. */
  blocked: boolean
  /** Files that the host committed for it; none for a run that only looks. */
  paths: readonly string[]
  usd: number
  createdAt: number
  endedAt: number | undefined
}

/** A validation that is over. */
export interface BuildFact {
  headSha: string
  platform: string
  /** 1 for the first at this head on this platform. */
  attempt: number
  endedAt: number
  /** A result came back, and every command in it ended with 0. */
  succeeded: boolean
  tests: { passed: number; total: number } | undefined
}

export interface MergedWave {
  task: TaskKey
  wave: number
  head: Sha
  at: number
  /** Undefined: no rule of documentation applies to it. */
  documented: boolean | undefined
}

export interface EndedTask {
  task: TaskKey
  at: number
  /** Everything of it was done; otherwise its issue was closed before, or is gone. */
  done: boolean
}

export interface KpiFacts {
  /** Every run of the tasks that had one which ended, or a wave that was merged, in either window. */
  runs: readonly RunFact[]
  builds: readonly BuildFact[]
  /** When people or agents were asked about a task that did not go on. */
  escalations: readonly { task: TaskKey; at: number }[]
  merged: readonly MergedWave[]
  ended: readonly EndedTask[]
  /** Figures of merged heads, coverage among them. */
  trends: readonly Trend[]
  /** By how many percent a metric may be worse before it counts as a regression. */
  allowedPct: (metric: string) => number
}

/** A wave among those of all tasks. */
export const waveOf = ({ task, wave }: Pick<RunFact, 'task' | 'wave'>): string => `${task} ${wave}`

/** By `waveOf`: a repository has many of both, so nobody looks through all runs for each wave. */
export const runsByWave = (runs: readonly RunFact[]): ReadonlyMap<string, readonly RunFact[]> =>
  Map.groupBy(runs, waveOf)

/** From `from` on and before `until`. */
export interface Window {
  from: number
  until: number
}

export const within = ({ from, until }: Window, at: number): boolean => at >= from && at < until

/** What a key figure comes to in a window. */
export interface Told {
  value: number | undefined
  cases: number
}

export const share = (holding: number, cases: number): Told => ({
  value: cases === 0 ? undefined : holding / cases,
  cases,
})
