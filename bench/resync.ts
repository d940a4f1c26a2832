// The periodic look at very many open tasks: who has a turn is chosen and woken, and workers take every job, read what is remembered of
// its task and write it anew. GitHub's part, one request a pass, is not in it: an hour's requests are bounded (src/reconcile/resync.ts).

import { TaskKey } from '../src/domain/ids.ts'
import { createQueue } from '../src/queue/queue.ts'
import { resync } from '../src/reconcile/resync.ts'
import { emptyTaskState, TaskState } from '../src/reconcile/task-state.ts'
import { openStore, type Store } from '../src/store/open.ts'
import { loadTask, saveTask } from '../src/store/tasks.ts'
import { quiet, withStore, type BenchResult } from './support/engine.ts'

const MANY = 10_000
const FEW = 1000
/** Enough owners that all tasks have their turn at once. */
const OWNERS = 100
const EVERYONE = MANY

/** About what a task of three waves remembers. */
const STATE = {
  ...emptyTaskState(),
  explanation: Array.from({ length: 12 }, (_, i) => `wave ${i}: validating`),
}

async function fill(store: Store, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += 1000)
    await store.db
      .insertInto('task')
      .values(
        Array.from({ length: Math.min(1000, to - start) }, (_, i) => ({
          key: `owner-${(start + i) % OWNERS}/widgets#${start + i + 1}`,
          state: JSON.stringify(STATE),
        })),
      )
      .execute()
}

/** Seconds from the first look until every task has had its pass. */
async function pass(store: Store, expected: number): Promise<number> {
  const queue = await createQueue({ store, log: quiet, limits: { reconciles: 8 } })
  const done = Promise.withResolvers<void>()
  let count = 0
  const from = performance.now()
  await queue.start({
    reconcile: async (key) => {
      const task = TaskKey.parse(key)
      const known = await loadTask(store.db, task)
      await saveTask(store.db, task, TaskState.parse(known?.state), true)
      count += 1
      if (count === expected) done.resolve()
      return {}
    },
    run: async () => undefined,
  })
  const stop = new AbortController()
  if ((await resync({ db: store.db, queue }, EVERYONE, stop.signal)) !== expected)
    throw new Error('not all had their turn')
  await done.promise
  const seconds = (performance.now() - from) / 1000
  await queue.idle()
  await queue.stop()
  return seconds
}

export async function run(): Promise<BenchResult> {
  return withStore(async (store) => {
    await fill(store, 0, FEW)
    await pass(await reopened(store), FEW)
    await forget(store)
    const few = await pass(await reopened(store), FEW)
    await fill(store, FEW, MANY)
    await forget(store)
    const many = await pass(await reopened(store), MANY)
    return {
      name: 'resync',
      rows: [
        { what: `${FEW} open tasks`, value: few, unit: 's' },
        { what: `${MANY} open tasks`, value: many, unit: 's' },
        { what: 'a task of many / of few', value: (100 * many * FEW) / (few * MANY), unit: '%' },
        { what: 'memory after it', value: process.memoryUsage.rss() / 2 ** 20, unit: 'MB' },
      ],
    }
  })
}

/** As if an hour had gone by. */
const forget = async (store: Store): Promise<unknown> =>
  await store.db.updateTable('task').set({ resynced_at: null }).execute()

/** A queue closes the connections of its store when it stops. */
const reopened = (store: Store): Promise<Store> =>
  openStore({ databaseUrl: store.url, dataDir: '', log: quiet })

if (import.meta.main) console.table((await run()).rows)
