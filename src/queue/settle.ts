// Ends jobs: done, to be retried, or dead. Each end is one transaction; successes are committed in groups.

import type { Kysely } from 'kysely'
import type { PgBoss } from 'pg-boss'
import { InternalError, TerminalError, TransientError, UserError } from '../errors.ts'
import { groupCommit } from '../store/group-commit.ts'
import { clearDeadLetters, putDeadLetter } from '../store/dead-letters.ts'
import { releaseAll } from '../store/leases.ts'
import { failRun } from '../store/runs.ts'
import { isTransientDatabaseError } from '../store/pool.ts'
import type { Schema } from '../store/schema.ts'
import { wakeAt } from '../store/subjects.ts'
import { AGENT_RUN, CRON, inTransaction, RECONCILE, settledIds, type QueueName } from './boss.ts'
import type { Claimed } from './claim.ts'
import { giveBack, retryIn } from './jobs.ts'
import { signal } from './signals.ts'
import { wakeIn } from './wake.ts'

/** How often an error of unknown kind is retried: it may be a bug, which retries do not cure. */
const UNKNOWN_RETRIES = 4
const GROUP = 64

export type Verdict = { kind: 'retry'; delayMs: number } | { kind: 'dead' }

/** What a failed job deserves: retries for what may pass, none for what will not. */
export function judge(error: Error, retryCount: number, retryLimit: number): Verdict {
  if (error instanceof UserError || error instanceof TerminalError || error instanceof InternalError)
    return { kind: 'dead' }
  const passes = error instanceof TransientError || isTransientDatabaseError(error)
  if (retryCount >= (passes ? retryLimit : Math.min(retryLimit, UNKNOWN_RETRIES))) return { kind: 'dead' }
  return { kind: 'retry', delayMs: error instanceof TransientError ? (error.retryAfterMs ?? 0) : 0 }
}

export interface Settler {
  /** The handler came back. */
  done(job: Claimed, requeueAfterMs: number | undefined): Promise<Settled>
  /** The handler threw. Returns what became of the job, undefined when the attempt had been taken away. */
  failed(job: Claimed, error: Error): Promise<Verdict | undefined>
  /** Puts the job back to run at once, for a worker that stops; the attempt does not count. */
  handedBack(job: Claimed): Promise<void>
  /** Gives back the leases of a job that was taken away, where they are still held: our heartbeat would keep them for ever. */
  lost(job: Claimed): Promise<void>
}

export interface Settled {
  /** False when the attempt had been taken away. */
  held: boolean
  /** Whether the key has been woken again meanwhile: a job for it can be claimed now. */
  again: boolean
}

interface Done {
  job: Claimed
  requeueAfterMs: number | undefined
}

const fences = (jobs: readonly Claimed[]): number[] =>
  jobs.flatMap(({ lease, slots }) => [lease, ...slots].map(({ fence }) => fence))

/** Gives back what the jobs held. Runs that wait for one of their slots are looked for at once, here and elsewhere. */
async function release(trx: Kysely<Schema>, jobs: readonly Claimed[]): Promise<void> {
  await releaseAll(trx, fences(jobs))
  if (jobs.some(({ slots }) => slots.length > 0)) await signal(trx, AGENT_RUN, '')
}

/** Stores a job that will not be retried, and tells its task when it was a run. */
export async function bury(
  boss: PgBoss,
  trx: Kysely<Schema>,
  dead: { queue: QueueName; key: string; taskKey: string; data: unknown; attempts: number; error: Error },
): Promise<void> {
  const { queue, key, data, attempts, error } = dead
  if (queue === CRON) return
  const text = error instanceof UserError ? `${error.message}\n${error.fix}` : (error.stack ?? error.message)
  if (queue === AGENT_RUN) {
    await wakeIn(boss, trx, [dead.taskKey])
    await failRun(trx, key)
  }
  await putDeadLetter(trx, { queue, key, data, attempts, kind: error.name, error: text })
}

/** `now` is the clock of requeueAfterMs. */
export function createSettler(db: Kysely<Schema>, boss: PgBoss, now: () => number): Settler {
  /** Subjects are locked before anything else is written, as everywhere. */
  async function commitDone(group: readonly Done[]): Promise<Settled[]> {
    const { held, again } = await db.transaction().execute(async (trx) => {
      const wakes = new Map<string, Date>()
      for (const { job, requeueAfterMs } of group) {
        if (job.queue === RECONCILE && requeueAfterMs !== undefined) {
          wakes.set(job.key, new Date(now() + requeueAfterMs))
        }
      }
      await wakeAt(trx, wakes)
      const held = new Set<string>()
      for (const queue of [RECONCILE, AGENT_RUN, CRON] as const) {
        const jobs = group.filter(({ job }) => job.queue === queue).map(({ job }) => job)
        if (jobs.length === 0) continue
        const attempts = jobs.map(({ id, retryCount }) => ({ id, retryCount }))
        const settled = settledIds(await boss.complete(queue, attempts, null, { db: inTransaction(trx) }))
        for (const id of settled) held.add(id)
        await clearDeadLetters(
          trx,
          queue,
          jobs.filter(({ id }) => settled.has(id)).map(({ key }) => key),
        )
      }
      await release(
        trx,
        group.map(({ job }) => job),
      )
      const keys = group.map(({ job }) => job.key)
      const again = await trx
        .selectFrom('subject')
        .select('key')
        .where('key', 'in', keys)
        .where('scheduled', '=', true)
        .execute()
      return { held, again: new Set(again.map(({ key }) => key)) }
    })
    return group.map(({ job }) => ({ held: held.has(job.id), again: again.has(job.key) }))
  }

  const commit = groupCommit<Done, Settled>(commitDone, GROUP)

  async function failed(job: Claimed, error: Error): Promise<Verdict | undefined> {
    const { queue, id, retryCount } = job
    const verdict = judge(error, retryCount, job.retryLimit)
    return await db.transaction().execute(async (trx) => {
      const options = { db: inTransaction(trx) }
      const attempt = { id, retryCount }
      const response =
        verdict.kind === 'dead'
          ? await boss.deleteJob(queue, attempt, options)
          : await boss.fail(queue, attempt, { message: error.message }, options)
      await release(trx, [job])
      if (!settledIds(response).has(id)) return undefined
      if (verdict.kind === 'retry') await retryIn(trx, queue, [id], verdict.delayMs, false)
      else await bury(boss, trx, { ...job, attempts: retryCount + 1, error })
      return verdict
    })
  }

  return {
    done: async (job, requeueAfterMs) => await commit({ job, requeueAfterMs }),
    failed,
    handedBack: async (job) => {
      await db.transaction().execute(async (trx) => {
        await giveBack(trx, job.queue, job, 0)
        await release(trx, [job])
      })
    },
    lost: async (job) => {
      await db.transaction().execute(async (trx) => await release(trx, [job]))
    },
  }
}
