// Takes jobs to work on: job, subject flag, lease and slots in one transaction, so a crash leaves either all of them or none.

import type { Kysely } from 'kysely'
import type { PgBoss } from 'pg-boss'
import { InternalError } from '../errors.ts'
import { heldForMs, Lease } from '../store/leases.ts'
import type { Schema } from '../store/schema.ts'
import { clearScheduled } from '../store/subjects.ts'
import { AGENT_RUN, inTransaction, RECONCILE, type FetchedJob, type QueueName } from './boss.ts'
import { giveBack, waitingGroups } from './jobs.ts'
import { groupOf, RunData } from './run-job.ts'
import { openSlots } from './slots.ts'

/** How long a lease lasts without renewal, in milliseconds. Only counts where a worker hangs: a dead one's are revoked. */
export const LEASE_MS = 15_000

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
  /** The leases on the slots that a run takes, one under each limit that is set. */
  slots: readonly Lease[]
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

type KeyedJob = FetchedJob & { singletonKey: string }

interface Leased {
  job: KeyedJob
  lease: Lease
}

function keyed(job: FetchedJob): KeyedJob {
  if (job.singletonKey === null) throw new InternalError(`job ${job.id} has no key`)
  return { ...job, singletonKey: job.singletonKey }
}

const claimedJob = ({ job, lease }: Leased, queue: QueueName): Claimed => {
  const { id, data, retryCount, retryLimit, singletonKey: key } = job
  return {
    queue,
    id,
    key,
    taskKey: queue === RECONCILE ? key : '',
    data,
    retryCount,
    retryLimit,
    lease,
    slots: [],
  }
}

/** Fetches up to `limit` jobs, in order of keys, with their leases. One whose key is leased by someone else goes back. */
async function fetchLeased(
  trx: Kysely<Schema>,
  options: ClaimOptions,
  queue: QueueName,
  limit: number,
  ignoreGroups: string[],
): Promise<{ fetched: number; leased: Leased[] }> {
  const found: FetchedJob[] = await options.boss.fetch(queue, {
    batchSize: limit,
    includeMetadata: true,
    ignoreGroups,
    db: inTransaction(trx),
  })
  if (found.length === 0) return { fetched: 0, leased: [] }
  // In order of keys, as every transaction that takes several leases.
  const jobs = found.map(keyed).sort((a, b) => (a.singletonKey < b.singletonKey ? -1 : 1))
  if (queue === RECONCILE)
    await clearScheduled(
      trx,
      jobs.map((job) => job.singletonKey),
    )
  const wanted = jobs.map((job) => leaseKey(queue, job.singletonKey))
  const leases = new Map(
    (await Lease.acquireAll(trx, wanted, options.owner, LEASE_MS)).map((lease) => [lease.key, lease]),
  )
  const leased: Leased[] = []
  for (const job of jobs) {
    const key = leaseKey(queue, job.singletonKey)
    const lease = leases.get(key)
    if (lease !== undefined) {
      leased.push({ job, lease })
      continue
    }
    const delayMs = (await heldForMs(trx, key)) + 50
    await giveBack(trx, queue, job, delayMs)
    options.onDelayed(queue, delayMs)
  }
  return { fetched: jobs.length, leased }
}

/** As pg-boss orders them. */
const byUrgency = ({ job: a }: Leased, { job: b }: Leased): number =>
  b.priority - a.priority || a.createdOn.getTime() - b.createdOn.getTime()

/**
 * Claims up to `limit` runs that find free slots, the most urgent first. Groups of runs that find none are passed over where
 * they stand, so they keep their places and hold up nobody behind them; the end of a run wakes the claim again.
 */
async function claimRuns(trx: Kysely<Schema>, options: ClaimOptions, limit: number): Promise<Claimed[]> {
  const { owner, runsPerOwner } = options
  const slots = await openSlots(trx, owner, LEASE_MS, runsPerOwner)
  const groups = new Map(
    (await waitingGroups(trx, AGENT_RUN)).map(({ group, data }) => [group, RunData.parse(data)]),
  )
  const claimed: Claimed[] = []
  // Every round but the last claims a run or fills a group that the next one passes over.
  for (let wanted = limit; wanted > 0; wanted = limit - claimed.length) {
    const passedOver = [...groups].filter(([, data]) => slots.full(data)).map(([group]) => group)
    const { fetched, leased } = await fetchLeased(trx, options, AGENT_RUN, wanted, passedOver)
    for (const one of leased.sort(byUrgency)) {
      const data = RunData.parse(one.job.data)
      const taken = await slots.take(data)
      if (taken === undefined) {
        groups.set(groupOf(data), data)
        await Lease.release(trx, one.lease)
        await giveBack(trx, AGENT_RUN, one.job, 0)
      } else {
        claimed.push({ ...claimedJob(one, AGENT_RUN), taskKey: data.taskKey, slots: taken })
      }
    }
    if (fetched < wanted) break
  }
  return claimed
}

/**
 * Claims up to `limit` jobs. One whose key is leased by someone else goes back and is tried again when that may have
 * changed; a run that finds no free slot stays where it is.
 */
export async function claim(options: ClaimOptions, queue: QueueName, limit: number): Promise<Claimed[]> {
  return await options.db.transaction().execute(async (trx) => {
    if (queue === AGENT_RUN) return await claimRuns(trx, options, limit)
    const { leased } = await fetchLeased(trx, options, queue, limit, [])
    return leased.map((one) => claimedJob(one, queue))
  })
}
