// Keeps the jobs at work alive: leases and pg-boss heartbeats. A job whose claim was lost is aborted.

import type { Kysely } from 'kysely'
import type { PgBoss } from 'pg-boss'
import { TransientError } from '../errors.ts'
import { renewAll } from '../store/leases.ts'
import type { Schema } from '../store/schema.ts'
import { settledIds } from './boss.ts'
import { LEASE_MS, type Claimed } from './claim.ts'

export interface Running {
  job: Claimed
  abort: AbortController
}

/** The abort reason of a job that is not ours any more: nothing may be written for it. */
export class LostClaim extends TransientError {}

/** Renews every lease of the owner and touches its jobs; aborts those that were taken away. */
export async function beat(
  db: Kysely<Schema>,
  boss: PgBoss,
  owner: string,
  running: readonly Running[],
): Promise<void> {
  const held = await renewAll(db, owner, LEASE_MS)
  for (const { job, abort } of running) {
    if (!held.has(job.lease.fence)) abort.abort(new LostClaim(`the lease on ${job.lease.key} was lost`))
  }
  for (const queue of new Set(running.map(({ job }) => job.queue))) {
    const mine = running.filter(({ job, abort }) => job.queue === queue && !abort.signal.aborted)
    if (mine.length === 0) continue
    const attempts = mine.map(({ job: { id, retryCount } }) => ({ id, retryCount }))
    const alive = settledIds(await boss.touch(queue, attempts))
    for (const { job, abort } of mine) {
      if (!alive.has(job.id)) abort.abort(new LostClaim(`job ${job.id} was taken away`))
    }
  }
}
