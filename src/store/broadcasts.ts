// Directives for a whole repository: given once, read by every task of it while they are open.

import type { Kysely } from 'kysely'
import { Broadcast } from '../domain/directives/broadcast.ts'
import type { RepoRef, TaskKey } from '../domain/ids.ts'
import { taskRef } from '../domain/ids.ts'
import type { Schema } from './schema.ts'
import { repositoryName } from './signals.ts'
import { toJson } from './text.ts'

/** Keeps a directive. The first of an issue stays. */
export async function putBroadcast(trx: Kysely<Schema>, key: TaskKey, given: Broadcast): Promise<void> {
  await trx
    .insertInto('broadcast')
    .values({ task_key: key, repository: repositoryName(taskRef(key)), directive: toJson(given) })
    .onConflict((conflict) => conflict.column('task_key').doNothing())
    .execute()
}

/** Ends a directive, so that no task is told it any more. */
export async function closeBroadcast(trx: Kysely<Schema>, key: TaskKey): Promise<void> {
  await trx
    .updateTable('broadcast')
    .set({ closed_at: new Date() })
    .where('task_key', '=', key)
    .where('closed_at', 'is', null)
    .execute()
}

/** The open directives of a repository, oldest first. One whose issue is no more ends with its task's record. */
export async function openBroadcasts(db: Kysely<Schema>, repo: RepoRef): Promise<Broadcast[]> {
  const rows = await db
    .selectFrom('broadcast')
    .innerJoin('task', 'task.key', 'broadcast.task_key')
    .select('broadcast.directive')
    .where('broadcast.repository', '=', repositoryName(repo))
    .where('broadcast.closed_at', 'is', null)
    .where('task.open', '=', true)
    .orderBy('broadcast.given_at')
    .orderBy('broadcast.task_key')
    .execute()
  return rows.map(({ directive }) => Broadcast.parse(directive))
}
