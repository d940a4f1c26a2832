// An issue that looks back at a task is handed over by the person who handed over that task: nobody has to do it again.

import type { Kysely } from 'kysely'
import { refOfPostMortem } from '../domain/render/post-mortem.ts'
import { taskKey, type TaskRef } from '../domain/ids.ts'
import { topicOf } from '../domain/markers.ts'
import type { IssueObservation } from '../domain/snapshot.ts'
import type { Schema } from '../store/schema.ts'
import { loadTask } from '../store/tasks.ts'
import { TaskState } from './task-state.ts'

/**
 * Who handed over the task that an issue looks back at. The marker in its text only says where to look: what counts is that the
 * store knows this issue as that task's, so copying the marker is of no use. Undefined for every other issue.
 */
export async function inheritedFrom(
  db: Kysely<Schema>,
  task: TaskRef,
  issue: Pick<IssueObservation, 'number' | 'body'>,
): Promise<string | undefined> {
  const number = refOfPostMortem(topicOf(issue.body))
  if (number === undefined) return undefined
  const known = await loadTask(db, taskKey({ ...task, number }))
  if (known === undefined) return undefined
  const state = TaskState.parse(known.state)
  return state.postMortem === issue.number ? state.authorisedBy : undefined
}
