// Brings work into the queues, inside the caller's transaction.

import type { Kysely } from 'kysely'
import type { PgBoss } from 'pg-boss'
import type { RunId, TaskKey } from '../domain/ids.ts'
import { clearDeadLetters } from '../store/dead-letters.ts'
import type { Schema } from '../store/schema.ts'
import { markScheduled } from '../store/subjects.ts'
import { AGENT_RUN, insertJobs, RECONCILE } from './boss.ts'
import { isPending } from './jobs.ts'
import { newRunData, runJob, type RunTerms } from './run-job.ts'

/** Schedules a reconcile of each key that has none pending. Returns how many jobs were added. */
export async function wakeIn(boss: PgBoss, trx: Kysely<Schema>, keys: readonly string[]): Promise<number> {
  const fresh = await markScheduled(trx, keys)
  await insertJobs(
    boss,
    trx,
    RECONCILE,
    fresh.map((key) => ({ key, data: {} })),
  )
  return fresh.length
}

/** Queues an agent run unless it waits or is at work already. Returns whether a job was added. `now` is its time of queueing. */
export async function enqueueRunIn(
  boss: PgBoss,
  trx: Kysely<Schema>,
  runId: RunId,
  taskKey: TaskKey,
  terms: RunTerms,
  now: number,
): Promise<boolean> {
  if (await isPending(trx, AGENT_RUN, runId)) return false
  await clearDeadLetters(trx, AGENT_RUN, [runId])
  await insertJobs(boss, trx, AGENT_RUN, [runJob(runId, newRunData(taskKey, terms, now))])
  return true
}
