// A stage looks at the snapshot and says what it wants done, where the task stands, and whether the next stage may look.

import type { Action } from '../actions.ts'
import type { Route } from '../roster/route.ts'
import type { RunRecord, Snapshot } from '../snapshot.ts'

/** What the `state:*` label says; undefined leaves it alone. */
export type TaskState = 'running' | 'in-review' | 'blocked' | 'done'

export interface StageResult {
  actions: readonly Action[]
  explanation: string
  state: TaskState | undefined
  /** False: later stages must wait. */
  proceed: boolean
  requeueAfterMs?: number
}

export interface RoutedTask {
  snapshot: Snapshot
  route: Route
  now: number
}

export const proceed = (
  explanation: string,
  actions: readonly Action[] = [],
  state?: TaskState,
): StageResult => ({
  actions,
  explanation,
  state,
  proceed: true,
})

export const wait = (
  explanation: string,
  actions: readonly Action[] = [],
  state: TaskState | undefined = 'running',
  requeueAfterMs?: number,
): StageResult => ({
  actions,
  explanation,
  state,
  proceed: false,
  ...(requeueAfterMs === undefined ? {} : { requeueAfterMs }),
})

export const isActive = (run: RunRecord): boolean => run.state === 'queued' || run.state === 'running'
