// pg-boss as we use it: three queues over our own pool. The traps each setting avoids are named beside it.

import type { Kysely } from 'kysely'
import { PgBoss, fromKysely, type Db, type JobInsert, type JobWithMetadata } from 'pg-boss'
import { z } from 'zod'
import type { Log } from '../store/log.ts'
import type { Store } from '../store/open.ts'
import type { Schema } from '../store/schema.ts'

export const RECONCILE = 'reconcile'
export const AGENT_RUN = 'agent-run'
export const CRON = 'cron'
export type QueueName = typeof RECONCILE | typeof AGENT_RUN | typeof CRON

/** The shortest heartbeat pg-boss takes. It is the last resort: a worker whose session is gone is noticed within a second. */
const HEARTBEAT_SECONDS = 10
const HOUR = 60 * 60

/**
 * key_strict_fifo: never two jobs of a key at once, and a waiting key holds up no other (stately and singleton do). Completed
 * jobs are kept for minutes only: pg-boss's upkeep slows with their number.
 */
const common = { policy: 'key_strict_fifo', heartbeatSeconds: HEARTBEAT_SECONDS, deleteAfterSeconds: 600 }
const queues: Record<QueueName, Parameters<PgBoss['createQueue']>[1]> = {
  // Backoff 1 s, 2 s, 4 s … capped at 10 minutes, with jitter: some three hours of a GitHub that does not answer.
  [RECONCILE]: {
    ...common,
    retryLimit: 25,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 600,
    expireInSeconds: HOUR,
  },
  [AGENT_RUN]: {
    ...common,
    retryLimit: 8,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 600,
    expireInSeconds: 23 * HOUR,
  },
  // exclusive: a tick that comes while the last one is queued or at work is dropped.
  [CRON]: { ...common, policy: 'exclusive', retryLimit: 0, expireInSeconds: HOUR },
}

/** The part of a fetched job that is relied on. */
export type FetchedJob = Pick<
  JobWithMetadata<unknown>,
  'id' | 'data' | 'singletonKey' | 'retryCount' | 'retryLimit' | 'priority' | 'createdOn'
>

/** What pg-boss answers to complete, fail, touch and deleteJob; its own types leave it out. */
const Settled = z.object({ settled: z.array(z.string()) })

/** The ids a settling call took effect on: an attempt that was retaken since is not among them. */
export function settledIds(response: unknown): Set<string> {
  return new Set(Settled.parse(response).settled)
}

/** Runs pg-boss calls inside a kysely transaction. */
export function inTransaction(trx: Kysely<Schema>): Db {
  return fromKysely(trx)
}

/** Starts pg-boss on the store's pool and brings the queues to the settings above. */
export async function startBoss(store: Store, log: Log): Promise<PgBoss> {
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => await store.pool.query(text, values) },
    // Our upkeep calls supervise() itself, in workers only.
    supervise: false,
    schedule: true,
    monitorIntervalSeconds: HEARTBEAT_SECONDS,
    maintenanceIntervalSeconds: 60,
  })
  boss.on('error', (error) => log.warn({ err: error }, 'pg-boss met an error'))
  boss.on('warning', (warning) => log.warn({ warning }, 'pg-boss warns'))
  await boss.start()
  const present = new Set((await boss.getQueues()).map((queue) => queue.name))
  for (const [name, settings] of Object.entries(queues)) {
    if (!present.has(name)) await boss.createQueue(name, settings)
    const { policy: _fixed, ...changeable } = { ...settings }
    await boss.updateQueue(name, changeable)
  }
  return boss
}

export interface NewJob {
  key: string
  data: object
  /** The highest is taken first; 0 unless given. */
  priority?: number
  /** Jobs that a claim passes over together. */
  group?: string
}

/** Adds jobs in the transaction: one per entry. */
export async function insertJobs(
  boss: PgBoss,
  trx: Kysely<Schema>,
  queue: QueueName,
  jobs: readonly NewJob[],
): Promise<void> {
  if (jobs.length === 0) return
  const rows = jobs.map(({ key, data, priority = 0, group }): JobInsert => ({
    singletonKey: key,
    data,
    priority,
    ...(group === undefined ? {} : { group: { id: group } }),
  }))
  await boss.insert(queue, rows, { db: inTransaction(trx) })
}
