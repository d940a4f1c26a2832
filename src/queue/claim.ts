// Takes jobs to work on: job, subject flag and lease in one transaction, so a crash leaves either all of them or none.

import type { Kysely } from 'kysely'
import type { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { InternalError } from '../errors.ts'
import { heldForMs, Lease } from '../store/leases.ts'
import type { Schema } from '../store/schema.ts'
import { clearScheduled } from '../store/subjects.ts'
import { AGENT_RUN, inTransaction, RECONCILE, type FetchedJob, type QueueName } from './boss.ts'
import { giveBack } from './jobs.ts'

/** How long a lease lasts without renewal, in milliseconds. Only counts where a worker hangs: a dead one's are revoked. */
export const LEASE_MS = 15_000
/** When a run finds all slots of its owner taken, it tries again after this, in milliseconds. */
const SLOT_RETRY_MS = 250

const RunData = z.object({ taskKey: z.string() })

export interface Claimed {
  queue: QueueName
  id: string
  key: string
  /** The task a run belongs to; for a reconcile the key itself; '' for cron. */
  taskKey: string
  data: unknown
  retryCount: number
  retryLimit: number
  lease: Lease
  /** The lease on a concurrency slot, for runs where a limit is set. */
  slot: Lease | undefined
}

/** The lease a job works under: for a reconcile the task key, so that anything else acting on the task meets it. */
export function leaseKey(queue: QueueName, key: string): string {
  return queue === RECONCILE ? key : `${queue}:${key}`
}

export interface ClaimOptions {
  db: Kysely<Schema>
  boss: PgBoss
  owner: string
  /** Agent runs at once per repository owner over all processes; undefined for no limit. */
  runsPerOwner: number | undefined
  /** Called when a job went back that can be claimed in so many milliseconds. */
  onDelayed: (queue: QueueName, delayMs: number) => void
}

async function takeSlot(
  trx: Kysely<Schema>,
  options: ClaimOptions,
  taskKey: string,
): Promise<Lease | undefined> {
  const account = taskKey.split('/', 1)[0]
  for (let slot = 0; slot < (options.runsPerOwner ?? 0); slot++) {
    const lease = await Lease.acquire(trx, `slot:${account}:${slot}`, options.owner, LEASE_MS)
    if (lease !== undefined) return lease
  }
  return undefined
}

function keyed(job: FetchedJob): FetchedJob & { singletonKey: string } {
  if (job.singletonKey === null) throw new InternalError(`job ${job.id} has no key`)
  return { ...job, singletonKey: job.singletonKey }
}

/**
 * Claims up to `limit` jobs. A job whose key is leased by someone else, or that finds no free slot, goes back and is tried
 * again when that may have changed.
 */
export async function claim(options: ClaimOptions, queue: QueueName, limit: number): Promise<Claimed[]> {
  const { db, boss, owner } = options
  return await db.transaction().execute(async (trx) => {
    const fetched: FetchedJob[] = await boss.fetch(queue, {
      batchSize: limit,
      includeMetadata: true,
      db: inTransaction(trx),
    })
    if (fetched.length === 0) return []
    // In order of keys, as every transaction that takes several leases.
    const jobs = fetched.map(keyed).sort((a, b) => (a.singletonKey < b.singletonKey ? -1 : 1))
    if (queue === RECONCILE)
      await clearScheduled(
        trx,
        jobs.map((job) => job.singletonKey),
      )
    const wanted = jobs.map((job) => leaseKey(queue, job.singletonKey))
    const leases = new Map(
      (await Lease.acquireAll(trx, wanted, owner, LEASE_MS)).map((lease) => [lease.key, lease]),
    )
    const claimed: Claimed[] = []
    for (const job of jobs) {
      const key = job.singletonKey
      const lease = leases.get(leaseKey(queue, key))
      if (lease === undefined) {
        const delayMs = (await heldForMs(trx, leaseKey(queue, key))) + 50
        await giveBack(trx, queue, job, delayMs)
        options.onDelayed(queue, delayMs)
        continue
      }
      const taskKey = queue === AGENT_RUN ? RunData.parse(job.data).taskKey : queue === RECONCILE ? key : ''
      const limited = queue === AGENT_RUN && options.runsPerOwner !== undefined
      const slot = limited ? await takeSlot(trx, options, taskKey) : undefined
      if (limited && slot === undefined) {
        await Lease.release(trx, lease)
        await giveBack(trx, queue, job, SLOT_RETRY_MS)
        options.onDelayed(queue, SLOT_RETRY_MS)
        continue
      }
      const { id, data, retryCount, retryLimit } = job
      claimed.push({ queue, id, key, taskKey, data, retryCount, retryLimit, lease, slot })
    }
    return claimed
  })
}
