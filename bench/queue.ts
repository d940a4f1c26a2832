// What the queue moves: wake-up to start, passes per second, and how fast the jobs of a killed worker are taken over.

import { spawn } from 'node:child_process'
import { TaskKey } from '../src/domain/ids.ts'
import { createQueue } from '../src/queue/queue.ts'
import { openStore, type Store } from '../src/store/open.ts'
import { quiet, round, withStore, type BenchResult } from './support/engine.ts'
import { percentile } from './support/load.ts'

const keyOf = (n: number): TaskKey => TaskKey.parse(`acme/widgets#${n}`)

/** The child's part: takes jobs and never ends them, so that killing it leaves them in flight. */
async function hang(url: string): Promise<void> {
  const store = await openStore({ databaseUrl: url, dataDir: '', log: quiet })
  const queue = await createQueue({ store, log: quiet })
  await queue.start({
    reconcile: async () => await new Promise(() => process.stdout.write('taken\n')),
    run: async () => undefined,
  })
}

async function startLatencies(store: Store): Promise<number[]> {
  const queue = await createQueue({ store, log: quiet })
  const started = new Map<string, PromiseWithResolvers<number>>()
  await queue.start({
    reconcile: async (key) => {
      started.get(key)?.resolve(performance.now())
      return {}
    },
    run: async () => undefined,
  })
  const latencies: number[] = []
  for (let n = 1; n <= 400; n++) {
    const done = Promise.withResolvers<number>()
    started.set(keyOf(n), done)
    const from = performance.now()
    await queue.wake([keyOf(n)])
    latencies.push((await done.promise) - from)
  }
  await queue.stop()
  return latencies
}

async function passesPerSecond(store: Store): Promise<number> {
  const total = 4000
  const queue = await createQueue({ store, log: quiet, limits: { reconciles: 50 } })
  await queue.wake(Array.from({ length: total }, (_, i) => keyOf(1000 + i)))
  const done = Promise.withResolvers<void>()
  let count = 0
  const from = performance.now()
  await queue.start({
    reconcile: async () => {
      if (++count === total) done.resolve()
      return {}
    },
    run: async () => undefined,
  })
  await done.promise
  const seconds = (performance.now() - from) / 1000
  await queue.idle()
  await queue.stop()
  return total / seconds
}

/** Milliseconds from SIGKILL of a worker with 8 jobs in flight to the last of them started elsewhere. */
async function takeover(store: Store): Promise<number> {
  const keys = Array.from({ length: 8 }, (_, i) => keyOf(10_000 + i))
  const child = spawn(process.execPath, [import.meta.filename, 'hang', store.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const queue = await createQueue({ store, log: quiet })
  await queue.wake(keys)
  let taken = 0
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      taken += data.toString().split('\n').length - 1
      if (taken === keys.length) resolve()
    })
  })
  let count = 0
  const all = Promise.withResolvers<number>()
  await queue.start({
    reconcile: async () => {
      if (++count === keys.length) all.resolve(performance.now())
      return {}
    },
    run: async () => undefined,
  })
  const from = performance.now()
  child.kill('SIGKILL')
  const ms = (await all.promise) - from
  await queue.idle()
  await queue.stop()
  return ms
}

export async function run(): Promise<BenchResult> {
  return await withStore(async (store) => {
    const latencies = await startLatencies(store)
    const rate = await passesPerSecond(store)
    const ms = await takeover(store)
    return {
      name: 'queue',
      rows: [
        { what: 'wake() called → pass started p50', value: round(percentile(latencies, 0.5)), unit: 'ms' },
        { what: 'wake() called → pass started p99', value: round(percentile(latencies, 0.99)), unit: 'ms' },
        { what: 'passes that do nothing, one process', value: round(rate, 0), unit: 'passes/s' },
        { what: '8 jobs of a killed worker, until all run elsewhere', value: round(ms, 0), unit: 'ms' },
      ],
    }
  })
}

if (import.meta.main) {
  const [, , mode, url] = process.argv
  if (mode === 'hang' && url !== undefined) await hang(url)
  else console.table((await run()).rows)
}
