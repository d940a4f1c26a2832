// The ledger of effects: the intent is stored before GitHub is asked, the receipt after it answered.

import { sql, type Kysely } from 'kysely'
import type { SubjectKey, TaskKey } from '../domain/ids.ts'
import { InternalError } from '../errors.ts'
import type { Schema } from './schema.ts'
import { cleanText, toJson } from './text.ts'

/** new: nobody tried. open: somebody tried and no receipt is known, so look before doing. done: never do it again. */
export type LedgerEntry =
  | { state: 'new' }
  | { state: 'open'; attempts: number }
  | { state: 'done'; receipt: unknown }

export interface OpenIntent {
  key: string
  kind: string
  intent: unknown
  intendedAt: Date
  attempts: number
}

/** Stores the intent, or says what became of it. `key` must be the same for the same effect, whoever computes it. */
export async function begin(
  db: Kysely<Schema>,
  key: string,
  taskKey: SubjectKey,
  kind: string,
  intent: unknown,
): Promise<LedgerEntry> {
  const { rows } = await sql<{ done: boolean; receipt: unknown; attempts: number }>`
    insert into ledger as l (key, task_key, kind, intent) values (${key}, ${taskKey}, ${kind}, ${toJson(intent)})
    on conflict (key) do update set attempts = l.attempts + case when l.done_at is null then 1 else 0 end
    returning l.done_at is not null as done, l.receipt, l.attempts`.execute(db)
  const row = rows[0]
  if (row === undefined) throw new InternalError(`the ledger did not answer for ${key}`)
  if (row.done) return { state: 'done', receipt: row.receipt }
  return row.attempts === 1 ? { state: 'new' } : { state: 'open', attempts: row.attempts }
}

/** Stores the receipt. The first one stays; returns what is stored. Raises InternalError without a begin(). */
export async function finish(db: Kysely<Schema>, key: string, receipt: unknown): Promise<unknown> {
  const { rows } = await sql<{ receipt: unknown }>`
    update ledger set receipt = coalesce(receipt, ${toJson(receipt)}::json), done_at = coalesce(done_at, now()), error = null
    where key = ${key} returning receipt`.execute(db)
  const row = rows[0]
  if (row === undefined) throw new InternalError(`no intent was stored for ${key}`)
  return row.receipt
}

/** Notes why an effect did not happen; the entry stays open. Raises InternalError without an open entry. */
export async function fail(db: Kysely<Schema>, key: string, error: string): Promise<void> {
  const { numUpdatedRows } = await db
    .updateTable('ledger')
    .set({ error: cleanText(error) })
    .where('key', '=', key)
    .where('done_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw new InternalError(`no open intent is stored for ${key}`)
}

/** Intents of a task without a receipt, oldest first: what a crash may have cut short. */
export async function openIntents(db: Kysely<Schema>, taskKey: TaskKey): Promise<OpenIntent[]> {
  const rows = await db
    .selectFrom('ledger')
    .select(['key', 'kind', 'intent', 'intended_at', 'attempts'])
    .where('task_key', '=', taskKey)
    .where('done_at', 'is', null)
    .orderBy('intended_at')
    .orderBy('key')
    .execute()
  return rows.map(({ intended_at, ...row }) => ({ ...row, intendedAt: intended_at }))
}

/** The receipts of a task's effects of a kind, oldest first. The caller parses them. */
export async function receiptsOf(db: Kysely<Schema>, taskKey: TaskKey, kind: string): Promise<unknown[]> {
  const rows = await db
    .selectFrom('ledger')
    .select('receipt')
    .where('task_key', '=', taskKey)
    .where('kind', '=', kind)
    .where('done_at', 'is not', null)
    .orderBy('done_at')
    .orderBy('key')
    .execute()
  return rows.map(({ receipt }) => receipt)
}
