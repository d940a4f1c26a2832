// The audit log: who did what, for people to read later. Rows are only added.

import type { Kysely } from 'kysely'
import type { TaskKey } from '../domain/ids.ts'
import type { Schema } from './schema.ts'
import { cleanText, toJson } from './text.ts'

export interface AuditEntry {
  taskKey: TaskKey | null
  /** A GitHub login, an agent's name, or `baton`. */
  actor: string
  what: string
  detail: unknown
}

export async function audit(db: Kysely<Schema>, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit')
    .values({
      task_key: entry.taskKey,
      actor: cleanText(entry.actor),
      what: cleanText(entry.what),
      detail: toJson(entry.detail),
    })
    .execute()
}

/** The last `limit` entries of a task, newest first. */
export async function auditOfTask(
  db: Kysely<Schema>,
  taskKey: TaskKey,
  limit: number,
): Promise<(AuditEntry & { at: Date })[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['at', 'actor', 'what', 'detail'])
    .where('task_key', '=', taskKey)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, taskKey }))
}
