// The durable queue: what wakes tasks and queues runs, and the worker that runs them.

import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import { RunId, type SubjectKey, type TaskKey } from '../domain/ids.ts'
import { asError, InternalError } from '../errors.ts'
import { allDeadLetters, takeDeadLetters, type DeadLetter } from '../store/dead-letters.ts'
import { pruneDeliveries } from '../store/deliveries.ts'
import { pruneMeasurements } from '../store/measurements.ts'
import type { Log } from '../store/log.ts'
import type { Store } from '../store/open.ts'
import { reopenRun } from '../store/runs.ts'
import type { Schema } from '../store/schema.ts'
import { wakeAt } from '../store/subjects.ts'
import { openBackground } from './background.ts'
import { AGENT_RUN, CRON, insertJobs, RECONCILE, startBoss, type QueueName } from './boss.ts'
import { drainOnce } from './drain.ts'
import type { CronEntry, Handlers, QueueLimits } from './handlers.ts'
import { isBusy, waitingJobs } from './jobs.ts'
import { reprioritise } from './reprioritise.ts'
import { repeat, type Repeat } from './repeat.ts'
import { taskOfDefaultBranch, type TaskOfBranch } from './resolve.ts'
import { RunData, runJob, type RunTerms } from './run-job.ts'
import { CHANNEL, parseSignal, signal } from './signals.ts'
import { enqueueRunIn, wakeIn } from './wake.ts'
import { startWorkerPool, type WorkerPool } from './worker-pool.ts'

export interface QueueOptions {
  store: Store
  log: Log
  /** How branches name their task; taskOfDefaultBranch unless given. */
  taskOfBranch?: TaskOfBranch
  limits?: Partial<QueueLimits>
  /** The clock, in milliseconds since 1970; Date.now unless given. */
  now?: () => number
}

export interface Queue {
  /** Schedules a pass over each task or repository. Calls that come before it starts coalesce; one that comes later gets its own. */
  wake(keys: readonly SubjectKey[]): Promise<void>
  /** wake() inside the caller's transaction. Take other row locks after it, not before. */
  wakeIn(trx: Kysely<Schema>, keys: readonly SubjectKey[]): Promise<void>
  /** Schedules a pass at a time. Of several times for a key the earliest counts. */
  scheduleAt(key: SubjectKey, at: Date): Promise<void>
  /** Queues a run; false when it waits or is at work already, and then its terms stay. */
  enqueueRun(runId: RunId, taskKey: TaskKey, terms?: RunTerms): Promise<boolean>
  enqueueRunIn(trx: Kysely<Schema>, runId: RunId, taskKey: TaskKey, terms?: RunTerms): Promise<boolean>
  /** Gives the waiting runs of a task new places, from when each was queued: see reprioritise(). Returns how many moved. */
  reprioritise(taskKey: TaskKey, startByOf: (queuedAtMs: number) => number): Promise<number>
  /** To be called when intake has stored deliveries: brings the drain forward, here or in a worker elsewhere. */
  deliveriesStored(): void
  /** Makes this process a worker. */
  start(handlers: Handlers): Promise<void>
  /** Stops working (see WorkerPool) and lets go of the database. `graceMs` is 10 seconds unless given. */
  stop(graceMs?: number): Promise<void>
  /** Reconciles that could begin now and have not. */
  waiting(): Promise<number>
  /** Resolves when nothing is stored undrained, queued, in retry, at work or due. Wake-ups in the future do not count. */
  idle(): Promise<void>
  listDeadLetters(): Promise<DeadLetter[]>
  /** Puts dead letters back to work. Returns how many there were. */
  redrive(ids: readonly string[] | 'all'): Promise<number>
}

const DRAIN_POLL_MS = 1000
const GRACE_MS = 10_000
/** GitHub keeps deliveries for 3 days, so none older can come again. */
const KEEP_DELIVERIES_MS = 4 * 24 * 60 * 60 * 1000

/** Of heads that came to nothing; what was merged or saved stays for ever. */
const KEEP_MEASUREMENTS_MS = 90 * 24 * 60 * 60 * 1000

/** Opens the queue on a store. Any process may then wake tasks; start() makes it work on them too. */
export async function createQueue(options: QueueOptions): Promise<Queue> {
  const { store, log, taskOfBranch = taskOfDefaultBranch, now = Date.now } = options
  const limits: QueueLimits = { reconciles: 8, runs: 4, runsPerOwner: undefined, ...options.limits }
  const { db } = store
  const boss = await startBoss(store, log)
  const background = openBackground(store.url, log)
  const name = randomUUID()
  let pool: WorkerPool | undefined
  let drain: Repeat | undefined
  let listener: { close(): Promise<void> } | undefined

  async function transaction<T>(queue: QueueName, body: (trx: Kysely<Schema>) => Promise<T>): Promise<T> {
    const result = await db.transaction().execute(async (trx) => {
      const value = await body(trx)
      await signal(trx, queue, name)
      return value
    })
    pool?.wake(queue)
    return result
  }

  function onSignal(payload: string | undefined): void {
    const { topic, sender } = parseSignal(payload ?? '')
    if (sender === name) return
    const missedAny = payload === undefined
    if (missedAny || topic === 'delivery') drain?.soon()
    for (const queue of [RECONCILE, AGENT_RUN, CRON] as const)
      if (missedAny || topic === queue) pool?.wake(queue)
  }

  async function drainAll(): Promise<undefined> {
    for (;;) {
      const { full, jobs } = await drainOnce(background, boss, taskOfBranch, name)
      if (jobs > 0) pool?.wake(RECONCILE)
      if (!full) return undefined
    }
  }

  const prune: CronEntry = {
    name: 'prune-deliveries',
    cron: '17 * * * *',
    run: async () => {
      const deleted = await pruneDeliveries(db, new Date(now() - KEEP_DELIVERIES_MS))
      log.info({ deleted }, 'deleted old deliveries')
    },
  }

  const pruneFigures: CronEntry = {
    name: 'prune-measurements',
    cron: '27 * * * *',
    run: async () => {
      const deleted = await pruneMeasurements(db, new Date(now() - KEEP_MEASUREMENTS_MS))
      log.info({ deleted }, 'deleted old figures that were never merged')
    },
  }

  async function schedule(entries: readonly CronEntry[]): Promise<void> {
    const wanted = new Set(entries.map((entry) => entry.name))
    for (const { key } of await boss.getSchedules(CRON))
      if (!wanted.has(key)) await boss.unschedule(CRON, key)
    for (const { name: key, cron } of entries)
      await boss.schedule(CRON, cron, {}, { key, singletonKey: key, tz: 'UTC' })
  }

  let announcing = false
  function announceDeliveries(): void {
    if (announcing) return
    announcing = true
    signal(db, 'delivery', name)
      .catch((error: unknown) => log.debug({ err: asError(error) }, 'the workers were not woken; they poll'))
      .finally(() => (announcing = false))
  }

  return {
    wake: async (keys) => {
      if (keys.length > 0) await transaction(RECONCILE, async (trx) => await wakeIn(boss, trx, keys))
    },
    wakeIn: async (trx, keys) => {
      await wakeIn(boss, trx, keys)
      await signal(trx, RECONCILE, '')
    },
    scheduleAt: async (key, at) => {
      await wakeAt(db, new Map([[key, at]]))
      pool?.wakeIn(Math.max(0, at.getTime() - now()))
    },
    enqueueRun: async (runId, taskKey, terms = {}) =>
      await transaction(
        AGENT_RUN,
        async (trx) => await enqueueRunIn(boss, trx, runId, taskKey, terms, now()),
      ),
    enqueueRunIn: async (trx, runId, taskKey, terms = {}) => {
      const added = await enqueueRunIn(boss, trx, runId, taskKey, terms, now())
      await signal(trx, AGENT_RUN, '')
      return added
    },
    reprioritise: async (taskKey, startByOf) => await reprioritise(db, taskKey, startByOf),
    deliveriesStored: () => {
      if (drain === undefined) announceDeliveries()
      else drain.soon()
    },
    start: async (given) => {
      if (pool !== undefined) throw new InternalError('the queue was started twice')
      const handlers: Handlers = { ...given, cron: [...(given.cron ?? []), prune, pruneFigures] }
      await schedule(handlers.cron ?? [])
      listener = await store.listen(CHANNEL, onSignal)
      pool = await startWorkerPool({ store, db: background, boss, log, handlers, limits, now })
      drain = repeat('the drain', DRAIN_POLL_MS, log, drainAll)
    },
    stop: async (graceMs = GRACE_MS) => {
      await drain?.stop()
      await pool?.stop(graceMs)
      await listener?.close()
      await boss.stop({ graceful: false })
      await background.destroy()
    },
    waiting: async () => await waitingJobs(db, RECONCILE),
    idle: async () => {
      while (await isBusy(db, [RECONCILE, AGENT_RUN])) await sleep(10)
    },
    listDeadLetters: async () => await allDeadLetters(db),
    redrive: async (ids) => {
      const letters = await db.transaction().execute(async (trx) => {
        const letters = await takeDeadLetters(trx, ids)
        const tasks = letters.filter(({ queue }) => queue === RECONCILE).map(({ key }) => key)
        const runs = letters.filter(({ queue }) => queue === AGENT_RUN)
        await wakeIn(boss, trx, tasks)
        for (const { key } of runs) await reopenRun(trx, RunId.parse(key))
        const jobs = runs.map(({ key, data }) => runJob(key, RunData.parse(data)))
        await insertJobs(boss, trx, AGENT_RUN, jobs)
        for (const queue of [RECONCILE, AGENT_RUN] as const) await signal(trx, queue, '')
        return letters
      })
      return letters.length
    },
  }
}
