// When people and agents were asked about tasks that did not go on, from the comments that asked them.

import { sql, type Kysely } from 'kysely'
import { TaskKey } from '../domain/ids.ts'
import type { Schema } from './schema.ts'

/** Of a task that waits for somebody, or that failed again and again; not what warns of work that is late or too much. */
const TOPIC = 'comment/[0-9]+/escalation-(failing-)?[0-9]+$'

/** Those about these tasks, the oldest first. */
export async function escalationsOf(
  db: Kysely<Schema>,
  tasks: readonly TaskKey[],
): Promise<{ task: TaskKey; at: number }[]> {
  if (tasks.length === 0) return []
  const { rows } = await sql<{ task_key: string; done_at: Date }>`
    select task_key, done_at from ledger
    where kind = 'comment' and done_at is not null and task_key = any(${[...tasks]}) and key ~ ${TOPIC}
    order by done_at, key`.execute(db)
  return rows.map(({ task_key, done_at }) => ({ task: TaskKey.parse(task_key), at: done_at.getTime() }))
}
