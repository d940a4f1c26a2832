// Engines in processes of their own, killed with SIGKILL in the middle: nothing acknowledged is lost, nothing happens twice.

import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RunId, TaskKey } from '../../src/domain/ids.ts'
import { createQueue, type Queue } from '../../src/queue/queue.ts'
import { createRun } from '../../src/store/runs.ts'
import { issuePayload, post, testStore, until, type TestStore } from '../support/engine.ts'
import { silent } from '../support/postgres.ts'

interface Engine {
  url: string
  child: ChildProcess
}

const script = path.resolve(import.meta.dirname, '../support/engine-process.ts')
let at: TestStore
let queue: Queue
let engines: Engine[] = []

async function startEngine(): Promise<Engine> {
  const child = spawn(process.execPath, [script, at.database.url], { stdio: ['ignore', 'pipe', 'inherit'] })
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (data: Buffer) => resolve(data.toString().trim()))
    child.once('exit', (code) => reject(new Error(`the engine ended with ${code}`)))
  })
  const engine = { url, child }
  engines.push(engine)
  return engine
}

async function end(engine: Engine, signal: NodeJS.Signals): Promise<number | null> {
  engines = engines.filter((one) => one !== engine)
  const ended = new Promise<number | null>((resolve) => engine.child.once('exit', resolve))
  engine.child.kill(signal)
  return await ended
}

beforeEach(async () => {
  at = await testStore()
  await at.store.pool.query('create table overlap (key text); create table pass (key text, at timestamptz)')
  queue = await createQueue({ store: at.store, log: silent })
})

afterEach(async () => {
  for (const engine of engines) await end(engine, 'SIGKILL')
  await queue.stop()
  await at.close()
})

const rows = async <Row extends object>(sql: string): Promise<Row[]> =>
  (await at.store.pool.query<Row>(sql)).rows

/** Posts until `stop`, to whatever engine is up. Returns the GUIDs that were answered with 2xx. */
function load(engine: () => Engine | undefined): { stop: () => Promise<Set<string>> } {
  const acknowledged = new Set<string>()
  const stopping = new AbortController()
  async function sender(): Promise<void> {
    while (!stopping.signal.aborted) {
      const target = engine()
      const guid = randomUUID()
      try {
        if (target === undefined) await sleep(5)
        else {
          const issue = 1 + Math.floor(Math.random() * 25)
          const { status } = await post(target.url, issuePayload(issue), { 'x-github-delivery': guid })
          if (status === 202) acknowledged.add(guid)
        }
      } catch {
        // The engine was killed before it answered: GitHub would list this one as failed.
        await sleep(5)
      }
    }
  }
  const senders = Array.from({ length: 6 }, sender)
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(senders)
      return acknowledged
    },
  }
}

/** What must hold whatever was killed when. */
async function expectWhole(acknowledged: Set<string>): Promise<void> {
  const deliveries = await rows<{ guid: string; state: string }>('select guid, state from delivery')
  const known = new Set(deliveries.map(({ guid }) => guid))
  expect([...acknowledged].filter((guid) => !known.has(guid))).toEqual([])
  expect(deliveries.filter(({ state }) => state !== 'drained')).toEqual([])
  const unseen = await rows(
    `select task_key from delivery d group by task_key
     having max(received_at) > coalesce((select max(at) from pass p where p.key = task_key), '-infinity')`,
  )
  expect(unseen).toEqual([])
  expect(await rows('select key from overlap')).toEqual([])
}

test('kill -9 in the middle of intake and of passes, again and again', async () => {
  let current: Engine | undefined = await startEngine()
  const sending = load(() => current)
  for (let round = 0; round < 4; round++) {
    await sleep(150 + Math.random() * 150)
    const victim: Engine = current
    current = undefined
    await end(victim, 'SIGKILL')
    current = await startEngine()
  }
  await sleep(200)
  const acknowledged = await sending.stop()
  await queue.idle()
  expect(acknowledged.size).toBeGreaterThan(10)
  await expectWhole(acknowledged)
})

test('two engines on one database, one of them killed: the other takes over', async () => {
  const stays = await startEngine()
  let other: Engine | undefined = await startEngine()
  const sending = load(() => (Math.random() < 0.5 ? stays : other))
  for (let round = 0; round < 2; round++) {
    await sleep(200)
    const victim: Engine = other
    other = undefined
    await end(victim, 'SIGKILL')
    other = await startEngine()
  }
  const acknowledged = await sending.stop()
  await queue.idle()
  await expectWhole(acknowledged)
})

test('agent runs go on where they were: each step once, each run ended once', async () => {
  const taskKey = TaskKey.parse('acme/widgets#1')
  const ids = Array.from({ length: 12 }, (_, i) => RunId.parse(`${taskKey}/w1/agent-${i}/implement/1`))
  for (const id of ids) {
    const rest = {
      taskKey,
      wave: 1,
      agent: 'a',
      purpose: 'implement',
      attempt: 1,
      headSha: 'a'.repeat(40),
      request: {},
    }
    await createRun(at.store.db, { id, ...rest })
    await queue.enqueueRun(id, taskKey)
  }
  let engine = await startEngine()
  for (let round = 0; round < 3; round++) {
    const before = (await rows('select 1 from journal')).length
    await until('some steps are done', async () => (await rows('select 1 from journal')).length > before + 3)
    await end(engine, 'SIGKILL')
    engine = await startEngine()
  }
  await queue.idle()
  const journal = await rows<{ run_id: string; n: number }>(
    'select run_id, count(*)::int as n from journal group by run_id',
  )
  expect(journal.map(({ n }) => n)).toEqual(ids.map(() => 4))
  const ends = await rows<{ n: number }>(
    `select count(*)::int as n from pass where key like '%/implement/%' group by key`,
  )
  expect(ends.map(({ n }) => n)).toEqual(ids.map(() => 1))
  expect(await rows('select key from overlap')).toEqual([])
  expect(await queue.listDeadLetters()).toEqual([])
})

test('SIGTERM in the middle of work ends by itself, and what it hands back is done by the next', async () => {
  const keys = Array.from({ length: 40 }, (_, i) => TaskKey.parse(`acme/widgets#${i + 1}`))
  const engine = await startEngine()
  await queue.wake(keys)
  await until('some passes are done', async () => (await rows('select 1 from pass')).length > 3)
  expect(await end(engine, 'SIGTERM')).toBe(0)
  expect(await rows(`select 1 from pgboss.job where state = 'active' and name = 'reconcile'`)).toEqual([])
  expect(await rows('select 1 from lease')).toEqual([])
  await startEngine()
  await queue.idle()
  expect((await rows('select distinct key from pass')).length).toBe(keys.length)
})
