// The few statements on pg-boss's own table that its API has no call for. Written against the pinned version.

import { sql, type Kysely } from 'kysely'
import type { Schema } from '../store/schema.ts'
import type { QueueName } from './boss.ts'

export interface Attempt {
  id: string
  retryCount: number
}

/**
 * Puts a claimed job back so that it runs in `delayMs`, and the attempt does not count: started_on empty keeps pg-boss from
 * raising retry_count at the next claim. Without a delay its time stays too: a later one would hide it from a claim that has
 * begun. Only for a job whose handler never started or has ended.
 */
export async function giveBack(
  trx: Kysely<Schema>,
  queue: QueueName,
  attempt: Attempt,
  delayMs: number,
): Promise<void> {
  await sql`
    update pgboss.job set state = 'retry', started_on = null, heartbeat_on = null,
      start_after = case when ${delayMs} = 0 then start_after else clock_timestamp() + ${delayMs} * interval '1 ms' end
    where name = ${queue} and id = ${attempt.id}::uuid and state = 'active' and retry_count = ${attempt.retryCount}`.execute(
    trx,
  )
}

/** Sets when a job that pg-boss put into retry runs again: not before `delayMs` from now, and earlier only when `exact`. */
export async function retryIn(
  trx: Kysely<Schema>,
  queue: QueueName,
  ids: readonly string[],
  delayMs: number,
  exact: boolean,
): Promise<void> {
  await sql`
    update pgboss.job set start_after = greatest(
      clock_timestamp() + ${delayMs} * interval '1 ms', case when ${exact}::boolean then null else start_after end)
    where name = ${queue} and id = any(${[...ids]}::uuid[]) and state = 'retry'`.execute(trx)
}

/** Active jobs with these keys. */
export async function activeJobs(
  trx: Kysely<Schema>,
  queue: QueueName,
  keys: readonly string[],
): Promise<Attempt[]> {
  const { rows } = await sql<Attempt>`
    select id, retry_count as "retryCount" from pgboss.job
    where name = ${queue} and singleton_key = any(${[...keys]}::text[]) and state = 'active'`.execute(trx)
  return rows
}

/** Whether a job with this key waits or is at work. */
export async function isPending(trx: Kysely<Schema>, queue: QueueName, key: string): Promise<boolean> {
  const { rows } = await sql<{ pending: boolean }>`
    select exists (
      select from pgboss.job where name = ${queue} and singleton_key = ${key} and state in ('created', 'retry', 'active')
    ) as pending`.execute(trx)
  return rows[0]?.pending === true
}

/** The groups of the jobs that wait, each with what one of them carries. */
export async function waitingGroups(
  trx: Kysely<Schema>,
  queue: QueueName,
): Promise<{ group: string; data: unknown }[]> {
  const { rows } = await sql<{ group: string; data: unknown }>`
    select distinct on (group_id) group_id as "group", data from pgboss.job
    where name = ${queue} and state < 'active' and not blocked and group_id is not null`.execute(trx)
  return rows
}

export interface FailedJob extends Attempt {
  name: QueueName
  key: string
  data: unknown
  output: unknown
}

/** Takes jobs that pg-boss gave up on out of its table: a failed one would block its key for ever. */
export async function takeFailed(trx: Kysely<Schema>, queues: readonly QueueName[]): Promise<FailedJob[]> {
  const { rows } = await sql<FailedJob>`
    delete from pgboss.job where (name, id) in (
      select name, id from pgboss.job where name = any(${[...queues]}::text[]) and state = 'failed'
      order by id limit 100 for update skip locked
    )
    returning id, name, retry_count as "retryCount", singleton_key as key, data, output`.execute(trx)
  return rows
}

/** How many jobs could begin now and have not. */
export async function waitingJobs(db: Kysely<Schema>, queue: QueueName): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::int as waiting from pgboss.job
    where name = ${queue} and state < 'active' and not blocked and start_after <= clock_timestamp()`.execute(
    db,
  )
  return rows[0]?.waiting ?? 0
}

/** Whether any delivery is undrained, any job waits or is at work, or any wake-up is due. */
export async function isBusy(db: Kysely<Schema>, queues: readonly QueueName[]): Promise<boolean> {
  const { rows } = await sql<{ busy: boolean }>`
    select exists (select from delivery where state = 'stored')
      or exists (select from subject where wake_at <= clock_timestamp())
      or exists (select from pgboss.job where name = any(${[...queues]}::text[]) and state in ('created', 'retry', 'active'))
      as busy`.execute(db)
  return rows[0]?.busy === true
}
