// A stage looks at the snapshot and says what it wants done, where the task stands, and whether the next stage may look.

import type { Action } from '../actions.ts'
import type { HookRecord } from '../hooks/record.ts'
import type { RecordedRoute } from '../roster/recorded-route.ts'
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
  /** Its pull request is in the merge queue and stays there. */
  queued?: true
  /** It waits for the next day and for nobody. */
  resting?: true
  /** The route to be recorded. */
  routed?: RecordedRoute
  /** Moments of hooks that have come by now, to be recorded before any action. */
  hooks?: HookRecord
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

const urgency: readonly (TaskState | undefined)[] = [undefined, 'done', 'in-review', 'running', 'blocked']

/** What several waves that go on side by side come to: all their actions, and the state that asks most of a person. */
export function together(results: readonly StageResult[]): StageResult {
  const states = new Set(results.map((result) => result.state))
  const stuck = results.filter(({ state }) => state === 'blocked')
  const soonest = results.flatMap((result) => result.requeueAfterMs ?? [])
  return {
    actions: results.flatMap((result) => result.actions),
    explanation: results.map((result) => result.explanation).join('; '),
    state: urgency.findLast((state) => states.has(state)),
    proceed: false,
    ...(stuck.length > 0 && stuck.every(({ resting }) => resting === true) ? { resting: true as const } : {}),
    ...(soonest.length > 0 ? { requeueAfterMs: Math.min(...soonest) } : {}),
  }
}

export const isActive = (run: RunRecord): boolean => run.state === 'queued' || run.state === 'running'

/**
 * What a pause takes back: runs that still wait for their turn in the queue would begin in the middle of it. What is at work may
 * end. One that begins at this very moment is stopped with them, and asked for again afterwards.
 */
export const takenBack = (runs: readonly RunRecord[], why: string): Action[] =>
  runs.filter(({ state }) => state === 'queued').map(({ id }): Action => ({ do: 'cancel_run', id, why }))
