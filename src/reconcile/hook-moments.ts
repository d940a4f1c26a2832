// The moments of lifecycle hooks that have come in a repository, from what its tasks remember.

import type { Kysely } from 'kysely'
import type { RecordedMoment } from '../domain/hooks/record.ts'
import { taskRef, type RepoRef } from '../domain/ids.ts'
import type { Schema } from '../store/schema.ts'
import { tasksOfRepository } from '../store/tasks.ts'
import { TaskState } from './task-state.ts'

export interface TaskMoment extends RecordedMoment {
  issue: number
  hook: string
}

/** Those that something hung on, by task and as they came. */
export async function hookMomentsOf(db: Kysely<Schema>, repo: RepoRef): Promise<TaskMoment[]> {
  const tasks = await tasksOfRepository(db, repo)
  return tasks.flatMap(({ key, state }) =>
    Object.entries(TaskState.parse(state).hooks ?? {}).flatMap(([id, moment]) =>
      moment.steps.length === 0
        ? []
        : [{ issue: taskRef(key).number, hook: id.slice(0, id.indexOf('/')), ...moment }],
    ),
  )
}
