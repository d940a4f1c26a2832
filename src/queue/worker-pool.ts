// The working half of the queue: loops, heartbeat and upkeep of one worker process, from start to graceful stop.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { PgBoss } from 'pg-boss'
import { isTaskKey, RunId, SubjectKey } from '../domain/ids.ts'
import { asError, InternalError, TransientError, unreachable } from '../errors.ts'
import type { Lease } from '../store/leases.ts'
import type { Log } from '../store/log.ts'
import type { Store } from '../store/open.ts'
import type { Schema } from '../store/schema.ts'
import { nextWakeMs } from '../store/subjects.ts'
import { AGENT_RUN, CRON, RECONCILE, type QueueName } from './boss.ts'
import { claim, LEASE_MS, type Claimed } from './claim.ts'
import type { Handlers, QueueLimits } from './handlers.ts'
import { beat, LostClaim, type Running } from './heartbeat.ts'
import { startLoop, type Loop } from './loop.ts'
import { repeat } from './repeat.ts'
import { createSettler, type Settler } from './settle.ts'
import { buryFailed, promoteDue, retakeDead } from './upkeep.ts'
import { registerWorker, type Worker } from './worker.ts'

/** Polling is the floor under the notifications: jobs that become due, and a listener that is reconnecting. */
const POLL_MS = 1000
const BEAT_MS = 3000
const UPKEEP_MS = 1000
/** pg-boss's own upkeep: heartbeats that ran out, deletion of old rows. */
const SUPERVISE_MS = 10_000
const SETTLE_TRIES = 5

export interface WorkerPool {
  wake(queue: QueueName): void
  /** Looks for due wake-ups in so many milliseconds. */
  wakeIn(delayMs: number): void
  /** Stops claiming, waits `graceMs` for jobs at work, then aborts them and hands back what has not ended. */
  stop(graceMs: number): Promise<void>
}

/** The abort reason when the worker stops. */
class Stopping extends TransientError {}

export interface PoolOptions {
  store: Store
  /** See openBackground(). */
  db: Kysely<Schema>
  boss: PgBoss
  log: Log
  handlers: Handlers
  limits: QueueLimits
  now: () => number
}

/** Registers this process as a worker and starts working. */
export async function startWorkerPool(options: PoolOptions): Promise<WorkerPool> {
  const { store, db, boss, log, handlers, limits } = options
  const running = new Set<Running>()
  const timers = new Set<NodeJS.Timeout>()
  const settler: Settler = createSettler(db, boss, options.now)
  let worker: Worker | undefined
  let lastBeat = performance.now()

  const abortAll = (reason: Error): void => {
    for (const { abort } of running) abort.abort(reason)
  }

  async function register(): Promise<void> {
    worker = await registerWorker(store, log, (error) => {
      log.warn({ err: error }, 'the worker session was lost; its jobs are stopped')
      worker = undefined
      abortAll(new LostClaim('the worker session was lost', { cause: error }))
    })
    lastBeat = performance.now()
  }

  async function pass(key: SubjectKey, lease: Lease, signal: AbortSignal): ReturnType<Handlers['reconcile']> {
    if (isTaskKey(key)) return await handlers.reconcile(key, lease, signal)
    if (handlers.repository === undefined)
      throw new InternalError(`nobody here passes over repositories: ${key}`)
    return await handlers.repository(key, lease, signal)
  }

  async function call(job: Claimed, signal: AbortSignal): Promise<number | undefined> {
    switch (job.queue) {
      case RECONCILE:
        return (await pass(SubjectKey.parse(job.key), job.lease, signal)).requeueAfterMs
      case AGENT_RUN: {
        const touch = async (): Promise<void> => {
          await heartbeat()
          signal.throwIfAborted()
        }
        await handlers.run(RunId.parse(job.key), signal, touch)
        return undefined
      }
      case CRON:
        await handlers.cron?.find(({ name }) => name === job.key)?.run(signal)
        return undefined
      default:
        return unreachable(job.queue)
    }
  }

  /** Ends a job in the store, through short outages of it. If that fails, the claim runs out and others retake the job. */
  async function settle(job: Claimed, how: () => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await how()
      } catch (error) {
        const fields = { err: asError(error), queue: job.queue, key: job.key }
        if (attempt === SETTLE_TRIES)
          return log.error(fields, 'the end of a job could not be stored; it will run again')
        log.warn(fields, 'the end of a job could not be stored; trying again')
        await sleep(100 * 2 ** attempt)
      }
    }
  }

  async function failed(job: Claimed, error: Error): Promise<void> {
    const verdict = await settler.failed(job, error)
    const fields = { err: error, queue: job.queue, key: job.key, attempt: job.retryCount + 1 }
    if (verdict === undefined) log.warn(fields, 'a job failed after it had been taken away')
    else if (verdict.kind === 'dead') log.error(fields, 'a job failed for good')
    else log.warn(fields, 'a job failed and will be retried')
    // Its key may have been woken meanwhile, and a run that died wakes its task.
    loops[job.queue].wake()
    loops[RECONCILE].wake()
  }

  async function work(job: Claimed): Promise<void> {
    const entry: Running = { job, abort: new AbortController() }
    const { signal } = entry.abort
    running.add(entry)
    try {
      const requeueAfterMs = await call(job, signal)
      if (signal.reason instanceof LostClaim) throw signal.reason
      await settle(job, async () => {
        const { held, again } = await settler.done(job, requeueAfterMs)
        if (!held) log.warn({ queue: job.queue, key: job.key }, 'a job ended after it had been taken away')
        if (again) loops[RECONCILE].wake()
      })
      if (requeueAfterMs !== undefined) wakeIn(requeueAfterMs)
    } catch (error) {
      const caught = asError(error)
      if (signal.reason instanceof LostClaim) {
        log.warn({ key: job.key, err: signal.reason }, 'a job was stopped')
        await settle(job, async () => await settler.lost(job))
      } else if (signal.reason instanceof Stopping)
        await settle(job, async () => await settler.handedBack(job))
      else await settle(job, async () => await failed(job, caught))
    } finally {
      running.delete(entry)
    }
  }

  async function heartbeat(): Promise<void> {
    if (worker === undefined) return
    const mine = [...running].filter(({ job }) => job.lease.owner === worker?.owner)
    try {
      await worker.check()
      await beat(db, boss, worker.owner, mine)
      lastBeat = performance.now()
    } catch (error) {
      // Others count our leases as run out from here on, so we must too.
      if (performance.now() - lastBeat > LEASE_MS - BEAT_MS)
        abortAll(new LostClaim('the leases could not be renewed'))
      throw error
    }
  }

  const claimer = (queue: QueueName) => async (limit: number) => {
    if (worker === undefined) return []
    const onDelayed = (queue: QueueName, delayMs: number): void => loops[queue].wakeIn(delayMs + 5)
    return await claim(
      { db, boss, owner: worker.owner, runsPerOwner: limits.runsPerOwner, onDelayed },
      queue,
      limit,
    )
  }
  const loopOf = (queue: QueueName, slots: number): Loop =>
    startLoop({ name: queue, slots, pollMs: POLL_MS, claim: claimer(queue), run: work, log })

  await register()
  // Before the first claim: what a worker that died left behind comes first.
  while (await retakeDead(db, boss, log));
  const loops: Record<QueueName, Loop> = {
    [RECONCILE]: loopOf(RECONCILE, limits.reconciles),
    [AGENT_RUN]: loopOf(AGENT_RUN, limits.runs),
    [CRON]: loopOf(CRON, 4),
  }
  const beats = repeat('the heartbeat', BEAT_MS, log, async () => {
    // After a lost session nothing new starts before the old jobs have ended: they may still be acting.
    if (worker === undefined && running.size === 0) await register()
    await heartbeat()
    return undefined
  })
  const upkeep = repeat('upkeep', UPKEEP_MS, log, async () => {
    if (worker === undefined) return undefined
    let retaken = false
    while (await retakeDead(db, boss, log)) retaken = true
    if (retaken) for (const loop of Object.values(loops)) loop.wake()
    if ((await promoteDue(db, boss)) > 0) loops[RECONCILE].wake()
    return await nextWakeMs(db)
  })
  const supervision = repeat('supervision', SUPERVISE_MS, log, async () => {
    await boss.supervise()
    await buryFailed(db, boss, log)
    return undefined
  })

  function wakeIn(delayMs: number): void {
    // Anything later is found by the regular upkeep.
    if (delayMs > UPKEEP_MS) return
    const timer = setTimeout(() => {
      timers.delete(timer)
      upkeep.soon()
    }, delayMs)
    timers.add(timer)
  }

  return {
    wake: (queue) => loops[queue].wake(),
    wakeIn,
    stop: async (graceMs) => {
      const all = Object.values(loops)
      await Promise.all(all.map(async (loop) => await loop.stop()))
      await Promise.all([upkeep.stop(), supervision.stop()])
      for (const timer of timers) clearTimeout(timer)
      const ended = Promise.all(all.map(async (loop) => await loop.drained()))
      await Promise.race([ended, sleep(graceMs, undefined, { ref: false })])
      abortAll(new Stopping('the worker is stopping'))
      await Promise.race([ended, sleep(2000, undefined, { ref: false })])
      for (const { job } of running) await settle(job, async () => await settler.handedBack(job))
      await beats.stop()
      await worker?.close()
    },
  }
}
