// What a worker is given to run, and how it is called.

import type { RepoKey, RunId, TaskKey } from '../domain/ids.ts'
import type { Lease } from '../store/leases.ts'

export interface CronEntry {
  name: string
  /** Five fields, UTC. */
  cron: string
  run: (signal: AbortSignal) => Promise<void>
}

export interface Handlers {
  /**
   * Called with a task that something happened to, never twice at once for the same task. Throwing decides about retries: see
   * judge(). `requeueAfterMs` asks for another call by itself. `signal` is aborted when the claim is lost or the worker stops.
   */
  reconcile: (
    key: TaskKey,
    lease: Lease,
    signal: AbortSignal,
  ) => Promise<{ requeueAfterMs?: number | undefined }>
  /** The same for a repository as a whole. Without it such a key is a dead letter. */
  repository?: (
    key: RepoKey,
    lease: Lease,
    signal: AbortSignal,
  ) => Promise<{ requeueAfterMs?: number | undefined }>
  /** Called with an agent run. `touch` rejects when the run was taken away: call it before anything that must happen once. */
  run: (runId: RunId, signal: AbortSignal, touch: () => Promise<void>) => Promise<void>
  cron?: readonly CronEntry[]
}

export interface QueueLimits {
  /** Reconciles at once in this process. */
  reconciles: number
  /** Agent runs at once in this process. */
  runs: number
  /** Agent runs at once per repository owner over all processes; undefined for no limit. */
  runsPerOwner: number | undefined
}
