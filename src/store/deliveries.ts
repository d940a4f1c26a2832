// Deliveries: stored once per GUID by the answer path, drained into task keys behind it.

import { sql, type Kysely } from 'kysely'
import type pg from 'pg'
import { InternalError } from '../errors.ts'
import { decompressPayload } from './payload.ts'
import type { DeliveryState, Schema } from './schema.ts'
import { cleanText, toJson } from './text.ts'

export interface NewDelivery {
  guid: string
  event: string
  action: string | undefined
  installationId: number | undefined
  /** Compressed by compressPayload(). */
  payload: Buffer
  targets: unknown
  state: DeliveryState
  error: string | undefined
}

/** stored: new, or a redelivery of one that had failed. duplicate: known and not failed; nothing changed. */
export type StoreOutcome = 'stored' | 'duplicate'

const INSERT = `
  insert into delivery as d (guid, event, action, installation_id, payload, targets, state, error)
  select g, e, a, i, substring($1::bytea from o for l), t, s, r
  from unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::int[], $7::int[], $8::json[], $9::text[], $10::text[])
    as x(g, e, a, i, o, l, t, s, r)
  on conflict (guid) do update
    set state = excluded.state, targets = excluded.targets, error = excluded.error, received_at = now()
    where d.state = 'failed'
  returning guid`

/**
 * Stores a group in one statement; on disk when it resolves. Returns the outcome of each, in order. A GUID that comes twice
 * in the group is stored once. All payloads travel as one binary value: an array of bytea would go as hex.
 */
export async function storeDeliveries(pool: pg.Pool, group: readonly NewDelivery[]): Promise<StoreOutcome[]> {
  // In order, so that two groups with the same GUIDs wait for each other instead of deadlocking.
  const unique = [...new Map(group.map((delivery) => [delivery.guid, delivery])).values()].sort((a, b) =>
    a.guid < b.guid ? -1 : 1,
  )
  let offset = 1
  const offsets = unique.map(({ payload }) => {
    const start = offset
    offset += payload.length
    return start
  })
  const { rows } = await pool.query<{ guid: string }>({
    name: 'store-deliveries',
    text: INSERT,
    values: [
      Buffer.concat(unique.map(({ payload }) => payload)),
      unique.map(({ guid }) => guid),
      unique.map(({ event }) => event),
      unique.map(({ action }) => action ?? null),
      unique.map(({ installationId }) => installationId ?? null),
      offsets,
      unique.map(({ payload }) => payload.length),
      unique.map(({ targets }) => toJson(targets)),
      unique.map(({ state }) => state),
      unique.map(({ error }) => (error === undefined ? null : cleanText(error))),
    ],
  })
  const stored = new Set(rows.map((row) => row.guid))
  // delete() answers true once per GUID: the second of a pair in one group is the duplicate.
  return group.map(({ guid }) => (stored.delete(guid) ? 'stored' : 'duplicate'))
}

export interface StoredDelivery {
  guid: string
  targets: unknown
  receivedAt: Date
}

/** The oldest stored deliveries, locked for this transaction; those another drain holds are passed over. */
export async function takeStored(trx: Kysely<Schema>, limit: number): Promise<StoredDelivery[]> {
  return await trx
    .selectFrom('delivery')
    .select(['guid', 'targets', 'received_at as receivedAt'])
    .where('state', '=', 'stored')
    .orderBy('received_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
}

export interface Drained {
  guid: string
  state: 'drained' | 'ignored' | 'failed'
  taskKey: string | undefined
  error: string | undefined
}

/** Writes down what became of drained deliveries. */
export async function markDrained(trx: Kysely<Schema>, drained: readonly Drained[]): Promise<void> {
  if (drained.length === 0) return
  await sql`
    update delivery d set state = x.state, task_key = x.task_key, error = x.error
    from unnest(
      ${drained.map(({ guid }) => guid)}::text[],
      ${drained.map(({ state }) => state)}::text[],
      ${drained.map(({ taskKey }) => taskKey ?? null)}::text[],
      ${drained.map(({ error }) => (error === undefined ? null : cleanText(error)))}::text[]
    ) as x(guid, state, task_key, error)
    where d.guid = x.guid`.execute(trx)
}

/** Which of these GUIDs we hold, in whatever state. */
export async function knownDeliveries(db: Kysely<Schema>, guids: readonly string[]): Promise<Set<string>> {
  if (guids.length === 0) return new Set()
  const rows = await db.selectFrom('delivery').select('guid').where('guid', 'in', guids).execute()
  return new Set(rows.map((row) => row.guid))
}

/** The payload as GitHub sent it. Raises InternalError for an unknown GUID. */
export async function deliveryPayload(db: Kysely<Schema>, guid: string): Promise<Buffer> {
  const row = await db.selectFrom('delivery').select('payload').where('guid', '=', guid).executeTakeFirst()
  if (row === undefined) throw new InternalError(`delivery ${guid} is not stored`)
  return decompressPayload(row.payload)
}

/** Deletes deliveries received before a time that are done with. Failed ones stay. Returns how many. */
export async function pruneDeliveries(db: Kysely<Schema>, before: Date): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('delivery')
    .where('received_at', '<', before)
    .where('state', 'in', ['drained', 'ignored'])
    .executeTakeFirst()
  return Number(numDeletedRows)
}
