// The end of a task whose issue is no more: nothing is left to say on GitHub, so its runs stop and it is no longer looked at.

import type { Kysely } from 'kysely'
import type { TaskKey } from '../domain/ids.ts'
import { runsOfTask } from '../store/runs.ts'
import type { Schema } from '../store/schema.ts'
import { loadTask, saveTask } from '../store/tasks.ts'
import { cancel } from './act/run.ts'
import type { RunQueue } from './act/context.ts'
import { emptyTaskState, TaskState } from './task-state.ts'

/** Cancels what runs for the task and closes its record; a task that nothing is known of leaves none. */
export async function abandon(
  deps: { db: Kysely<Schema>; runs: RunQueue },
  key: TaskKey,
  why: string,
): Promise<void> {
  const { db } = deps
  const runs = await runsOfTask(db, key)
  for (const run of runs) {
    if (run.state === 'queued' || run.state === 'running') await cancel(deps, run.id, why)
  }
  const record = await loadTask(db, key)
  if (record === undefined && runs.length === 0) return
  const state = record === undefined ? emptyTaskState() : TaskState.parse(record.state)
  await saveTask(db, key, TaskState.parse({ ...state, explanation: [why] }), false)
}
