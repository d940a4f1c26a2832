// Jobs that failed for good, with why, until they are redriven or the same key succeeds.

import { sql, type Kysely } from 'kysely'
import type { Schema } from './schema.ts'
import { cleanText, toJson } from './text.ts'

export interface DeadLetter {
  id: string
  queue: string
  /** The task key or run id the job was for. */
  key: string
  data: unknown
  error: string
  /** The name of the error: UserError, TerminalError, InternalError, …; WorkerGone when its processes kept dying. */
  kind: string
  attempts: number
  failedAt: Date
}

/** Stores a dead letter; a later one of the same queue and key replaces it and adds up the attempts. */
export async function putDeadLetter(
  db: Kysely<Schema>,
  letter: Omit<DeadLetter, 'id' | 'failedAt'>,
): Promise<void> {
  await sql`
    insert into dead_letter as d (queue, key, data, error, kind, attempts)
    values (${letter.queue}, ${letter.key}, ${toJson(letter.data)}, ${cleanText(letter.error)}, ${cleanText(letter.kind)}, ${letter.attempts})
    on conflict (queue, key) do update
      set data = excluded.data, error = excluded.error, kind = excluded.kind,
          attempts = d.attempts + excluded.attempts, failed_at = now()`.execute(db)
}

/** All dead letters, newest first. */
export async function allDeadLetters(db: Kysely<Schema>): Promise<DeadLetter[]> {
  const rows = await db
    .selectFrom('dead_letter')
    .selectAll()
    .orderBy('failed_at', 'desc')
    .orderBy('id')
    .execute()
  return rows.map(({ failed_at, ...row }) => ({ ...row, failedAt: failed_at }))
}

/** Removes the dead letters with these ids, or all, and returns them: whoever calls puts the jobs back in the same transaction. */
export async function takeDeadLetters(
  trx: Kysely<Schema>,
  ids: readonly string[] | 'all',
): Promise<DeadLetter[]> {
  const deletion = trx.deleteFrom('dead_letter').returningAll()
  // Compared as text: an id that is no UUID then matches nothing instead of failing.
  const rows = await (
    ids === 'all' ? deletion : deletion.where(sql<boolean>`id::text = any(${[...ids]}::text[])`)
  ).execute()
  return rows.map(({ failed_at, ...row }) => ({ ...row, failedAt: failed_at }))
}

/** Forgets the dead letters of keys that have succeeded since. */
export async function clearDeadLetters(
  db: Kysely<Schema>,
  queue: string,
  keys: readonly string[],
): Promise<void> {
  if (keys.length === 0) return
  await sql`delete from dead_letter where queue = ${queue} and key = any(${[...keys]}::text[])`.execute(db)
}
