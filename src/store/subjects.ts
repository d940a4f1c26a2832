// Subjects: one row per task key, which keeps at most one reconcile job pending and loses no wake-up.
//
// The order of locks is the same everywhere: subjects first, sorted by key. Whoever brings news locks the row, and finds
// `scheduled` set (a job is pending and has not read the news yet) or sets it and adds the job. The worker clears it before it
// reads. So news is either seen by the pending job or gets a job of its own.

import { sql, type Kysely } from 'kysely'
import type { Schema } from './schema.ts'

const sorted = (keys: readonly string[]): string[] => [...new Set(keys)].sort()

/** Locks the subjects and marks them as scheduled. Returns those that were not: each needs a job in this transaction. */
export async function markScheduled(trx: Kysely<Schema>, keys: readonly string[]): Promise<string[]> {
  if (keys.length === 0) return []
  const { rows } = await sql<{ key: string }>`
    insert into subject as s (key, scheduled, generation)
    select k, true, 1 from unnest(${sorted(keys)}::text[]) as k order by k
    on conflict (key) do update set scheduled = true, generation = s.generation + 1 where not s.scheduled
    returning key`.execute(trx)
  return rows.map((row) => row.key)
}

/** Locks the subjects and marks them as not scheduled: news from now on gets a new job. */
export async function clearScheduled(trx: Kysely<Schema>, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return
  await sql`
    with locked as (select key from subject where key = any(${sorted(keys)}::text[]) order by key for update)
    update subject s set scheduled = false from locked where s.key = locked.key`.execute(trx)
}

/** Asks for a wake-up of each key at a time; of several asked for, the earliest counts. */
export async function wakeAt(db: Kysely<Schema>, wakes: ReadonlyMap<string, Date>): Promise<void> {
  if (wakes.size === 0) return
  const entries = [...wakes].sort(([a], [b]) => (a < b ? -1 : 1))
  await sql`
    insert into subject as s (key, scheduled, wake_at)
    select k, false, t from unnest(${entries.map(([key]) => key)}::text[], ${entries.map(([, at]) => at)}::timestamptz[]) as x(k, t)
    order by k
    on conflict (key) do update set wake_at = least(s.wake_at, excluded.wake_at)`.execute(db)
}

/** Takes the wake-ups that are due, at most `limit`; those another process is taking are passed over. */
export async function takeDue(trx: Kysely<Schema>, limit: number): Promise<string[]> {
  const { rows } = await sql<{ key: string }>`
    with due as (
      select key from subject where wake_at <= clock_timestamp() order by key limit ${limit} for update skip locked
    )
    update subject s set wake_at = null from due where s.key = due.key returning s.key`.execute(trx)
  return rows.map((row) => row.key)
}

/** Milliseconds until the next wake-up is due (0 when overdue), or undefined when none is asked for. */
export async function nextWakeMs(db: Kysely<Schema>): Promise<number | undefined> {
  const { rows } = await sql<{ ms: number | null }>`
    select greatest(0, ceil(extract(epoch from min(wake_at) - clock_timestamp()) * 1000))::float8 as ms
    from subject where wake_at is not null`.execute(db)
  return rows[0]?.ms ?? undefined
}
