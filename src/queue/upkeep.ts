// What a worker looks after once a second: jobs of dead workers, wake-ups that are due, jobs that pg-boss gave up on.

import type { Kysely } from 'kysely'
import type { PgBoss } from 'pg-boss'
import { InternalError } from '../errors.ts'
import { revokeAll } from '../store/leases.ts'
import type { Log } from '../store/log.ts'
import type { Schema } from '../store/schema.ts'
import { takeDue } from '../store/subjects.ts'
import { AGENT_RUN, CRON, inTransaction, RECONCILE, type QueueName } from './boss.ts'
import { leaseKey } from './claim.ts'
import { activeJobs, retryIn, takeFailed } from './jobs.ts'
import { RunData } from './run-job.ts'
import { bury } from './settle.ts'
import { wakeIn } from './wake.ts'
import { ownerName, takeDeadWorker } from './worker.ts'

const DUE_BATCH = 500

/** The key of the job that a lease was taken for, by queue. */
function keysOf(queue: QueueName, leases: readonly string[]): string[] {
  const prefix = leaseKey(queue, '')
  if (queue !== RECONCILE)
    return leases.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
  return leases.filter((key) => /^[^:]*#\d+$/.test(key))
}

/** Takes the jobs of one dead worker back into the queues, to run at once. The attempt counts, so a job that kills its worker ends. */
export async function retakeDead(db: Kysely<Schema>, boss: PgBoss, log: Log): Promise<boolean> {
  return await db.transaction().execute(async (trx) => {
    const worker = await takeDeadWorker(trx)
    if (worker === undefined) return false
    const leases = await revokeAll(trx, ownerName(worker))
    let jobs = 0
    for (const queue of [RECONCILE, AGENT_RUN, CRON] as const) {
      const keys = keysOf(queue, leases)
      if (keys.length === 0) continue
      const attempts = await activeJobs(trx, queue, keys)
      if (attempts.length === 0) continue
      await boss.fail(queue, attempts, { message: `worker ${worker} is gone` }, { db: inTransaction(trx) })
      await retryIn(
        trx,
        queue,
        attempts.map(({ id }) => id),
        0,
        true,
      )
      jobs += attempts.length
    }
    if (jobs > 0) log.warn({ worker, jobs }, 'took over the jobs of a worker that is gone')
    return true
  })
}

/** Schedules the tasks whose wake-up is due. Returns how many jobs were added. */
export async function promoteDue(db: Kysely<Schema>, boss: PgBoss): Promise<number> {
  return await db.transaction().execute(async (trx) => await wakeIn(boss, trx, await takeDue(trx, DUE_BATCH)))
}

/** Moves the jobs that pg-boss gave up on (heartbeat or time limit, retries spent) to the dead letters. */
export async function buryFailed(db: Kysely<Schema>, boss: PgBoss, log: Log): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const job of await takeFailed(trx, [RECONCILE, AGENT_RUN])) {
      const error = new InternalError(
        `gave up after ${job.retryCount + 1} attempts: ${JSON.stringify(job.output)}`,
      )
      log.error({ queue: job.name, key: job.key }, 'a job kept losing its worker and was given up')
      const taskKey = job.name === AGENT_RUN ? RunData.parse(job.data).taskKey : job.key
      await bury(boss, trx, {
        queue: job.name,
        key: job.key,
        taskKey,
        data: job.data,
        attempts: job.retryCount + 1,
        error,
      })
    }
  })
}
