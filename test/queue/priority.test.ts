// Runs that wait: who goes first, what a limit lets through, and what happens to the ones that it holds back.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RunId, TaskKey } from '../../src/domain/ids.ts'
import { InternalError, TerminalError } from '../../src/errors.ts'
import { createQueue, type Queue } from '../../src/queue/queue.ts'
import { jobPriority, newRunData, type RunTerms } from '../../src/queue/run-job.ts'
import { openSlots } from '../../src/queue/slots.ts'
import { releaseAll } from '../../src/store/leases.ts'
import { testStore, until, type TestStore } from '../support/engine.ts'
import { silent } from '../support/postgres.ts'

type Handler = (touch: () => Promise<void>) => Promise<void>

let at: TestStore
let queue: Queue
const handlers = new Map<string, Handler>()
/** Names of runs in the order in which they started. */
let started: string[] = []
const atWork = new Set<string>()

const DAY = 24 * 60 * 60 * 1000
const NOON = Date.UTC(2026, 0, 1, 12)
let next = 0
const newTask = (repository = 'acme/widgets'): TaskKey => TaskKey.parse(`${repository}#${++next}`)
const nameOf = (id: string): string => id.slice(id.lastIndexOf('/') + 1)
const runId = (task: TaskKey, name: string): RunId => RunId.parse(`${task}/${name}`)

async function enqueue(task: TaskKey, name: string, terms: RunTerms = {}, handler?: Handler): Promise<RunId> {
  const id = runId(task, name)
  if (handler !== undefined) handlers.set(id, handler)
  await queue.enqueueRun(id, task, terms)
  return id
}

/** A run that works until it is let go. */
async function hold(task: TaskKey, name: string, terms: RunTerms = {}): Promise<() => void> {
  const gate = Promise.withResolvers<void>()
  await enqueue(task, name, terms, async () => await gate.promise)
  await until(`${name} works`, () => started.includes(name))
  return () => gate.resolve()
}

async function startQueue(runs: number): Promise<Queue> {
  const made = await createQueue({ store: at.store, log: silent, limits: { runs } })
  await made.start({
    reconcile: async () => ({}),
    run: async (id, _signal, touch) => {
      started.push(nameOf(id))
      atWork.add(id)
      try {
        await handlers.get(id)?.(touch)
      } finally {
        atWork.delete(id)
      }
    },
  })
  return made
}

beforeEach(() => {
  started = []
})

describe('one run at a time', () => {
  beforeAll(async () => {
    at = await testStore()
    queue = await startQueue(1)
  })
  afterAll(async () => {
    await queue.stop()
    await at.close()
  })

  test('the run that has to start by the earliest time goes first, whenever it was queued', async () => {
    const task = newTask()
    const letGo = await hold(task, 'busy')
    await enqueue(task, 'last', { startBy: NOON + 10 * DAY })
    await enqueue(task, 'second', { startBy: NOON + 1000 })
    await enqueue(task, 'third', { startBy: NOON + DAY })
    await enqueue(task, 'first', { startBy: NOON })
    letGo()
    await queue.idle()
    expect(started).toEqual(['busy', 'first', 'second', 'third', 'last'])
  })

  test('runs without a place go in the order in which they were queued', async () => {
    const task = newTask()
    const letGo = await hold(task, 'busy')
    for (const name of ['a', 'c', 'b']) await enqueue(task, name)
    await enqueue(task, 'overdue', { startBy: Date.now() - 60_000 })
    await enqueue(task, 'patient', { startBy: Date.now() + 60_000 })
    letGo()
    await queue.idle()
    expect(started).toEqual(['busy', 'overdue', 'a', 'c', 'b', 'patient'])
  })

  test('a task that is given another priority moves with its waiting runs only', async () => {
    const [task, other] = [newTask(), newTask()]
    const letGo = await hold(task, 'busy', { startBy: NOON })
    const before = Date.now()
    await enqueue(task, 'mine-1', { startBy: NOON + 2 * DAY })
    await enqueue(task, 'mine-2', { startBy: NOON + 3 * DAY })
    await enqueue(other, 'theirs', { startBy: NOON + DAY })
    const asked: number[] = []
    const place = (queuedAt: number): number => {
      asked.push(queuedAt)
      return NOON
    }
    expect(await queue.reprioritise(task, place)).toBe(2)
    expect(await queue.reprioritise(task, place)).toBe(0)
    expect(Math.min(...asked)).toBeGreaterThanOrEqual(before)
    expect(Math.max(...asked)).toBeLessThanOrEqual(Date.now())
    const { rows } = await at.store.pool.query<{ key: string; priority: number }>(
      `select singleton_key as key, priority from pgboss.job where state = 'active' and name = 'agent-run'`,
    )
    expect(rows).toEqual([{ key: runId(task, 'busy'), priority: jobPriority(NOON) }])
    letGo()
    await queue.idle()
    expect(started).toEqual(['busy', 'mine-1', 'mine-2', 'theirs'])
  })

  test('a run that died and is redriven has the place that it was given last', async () => {
    const task = newTask()
    const dying = async (): Promise<void> => await Promise.reject(new TerminalError('no sandbox'))
    const letGoFirst = await hold(task, 'busy-1')
    const id = await enqueue(
      task,
      'dead',
      { startBy: NOON + 5 * DAY, agent: 'critic', caps: { agent: 1 } },
      dying,
    )
    expect(await queue.reprioritise(task, () => NOON)).toBe(1)
    letGoFirst()
    await queue.idle()
    handlers.delete(id)
    const letGo = await hold(task, 'busy-2')
    await enqueue(task, 'later', { startBy: NOON + DAY })
    const letter = (await queue.listDeadLetters()).find(({ key }) => key === id)
    expect(letter?.data).toMatchObject({ taskKey: task, startBy: NOON, agent: 'critic', caps: { agent: 1 } })
    expect(await queue.redrive([letter!.id])).toBe(1)
    letGo()
    await queue.idle()
    expect(started).toEqual(['busy-1', 'dead', 'busy-2', 'dead', 'later'])
  })

  test('a limit per agent without an agent is a mistake, and nothing is queued', async () => {
    const task = newTask()
    await expect(enqueue(task, 'nobody', { caps: { agent: 1 } })).rejects.toThrow(InternalError)
    await queue.idle()
    expect(started).toEqual([])
  })
})

describe('limits', () => {
  let second: Queue
  beforeAll(async () => {
    at = await testStore()
    queue = await startQueue(3)
    second = await startQueue(3)
  })
  afterAll(async () => {
    await queue.stop()
    await second.stop()
    await at.close()
  })

  const slotKeys = async (): Promise<string[]> => {
    const { rows } = await at.store.pool.query<{ key: string }>(
      `select key from lease where key like 'slot:%' order by key`,
    )
    return rows.map(({ key }) => key)
  }

  /** Queues runs that note the most that were at work together. */
  async function crowd(task: TaskKey, names: readonly string[], terms: RunTerms): Promise<() => number> {
    let most = 0
    const ids = names.map((name) => runId(task, name))
    for (const [index, name] of names.entries()) {
      await enqueue(task, name, { startBy: NOON + index * 1000, ...terms }, async () => {
        most = Math.max(most, ids.filter((id) => atWork.has(id)).length)
        await new Promise((resolve) => setTimeout(resolve, 5))
      })
    }
    return () => most
  }

  test('runs that a limit holds back do not hold up the less urgent ones behind them', async () => {
    const task = newTask()
    const mine = { agent: 'implementer', caps: { agent: 1 } }
    const letGo = await hold(task, 'holder', { ...mine, startBy: NOON })
    // Many more than one claim takes, and the last one queued is the most urgent.
    const held = Array.from({ length: 12 }, (_, i) => `held-${10 + i}`)
    for (const [i, name] of held.entries()) await enqueue(task, name, { ...mine, startBy: NOON - i * 1000 })
    await enqueue(task, 'other-agent', { agent: 'critic', caps: { agent: 1 }, startBy: NOON + DAY })
    await enqueue(newTask('acme/gadgets'), 'other-repository', { ...mine, startBy: NOON + DAY })
    await enqueue(task, 'no-limit', { startBy: NOON + DAY })
    const behind = ['other-agent', 'other-repository', 'no-limit']
    await until('those behind are done', () => behind.every((name) => started.includes(name)))
    expect(started.filter((name) => name.startsWith('held'))).toEqual([])
    expect(await slotKeys()).toContain('slot:agent:acme/widgets:implementer:0')
    letGo()
    await queue.idle()
    // They come in their order, one at a time, as if they had never been passed over.
    expect(started.filter((name) => name.startsWith('held'))).toEqual(held.toReversed())
    expect(await slotKeys()).toEqual([])
  })

  test.each([
    ['an agent', { agent: 'implementer', caps: { agent: 2 } }, 2],
    ['a repository', { agent: 'implementer', caps: { repository: 3 } }, 3],
    ['both, of which the smaller counts', { agent: 'implementer', caps: { agent: 3, repository: 1 } }, 1],
  ])(
    'over two workers no more runs at once than the limit of %s, and all come to run',
    async (_, terms, most) => {
      const names = Array.from({ length: 12 }, (_, i) => `run-${i}`)
      const seen = await crowd(newTask(), names, terms)
      await queue.idle()
      expect(started.toSorted()).toEqual(names.toSorted())
      expect(seen()).toBeLessThanOrEqual(most)
    },
  )

  test('the limit of a repository counts the runs of all its agents', async () => {
    const task = newTask()
    const letGo = await hold(task, 'one', { agent: 'critic', caps: { repository: 1 } })
    await enqueue(task, 'two', { agent: 'implementer', caps: { repository: 1 } })
    await enqueue(task, 'wider', { agent: 'implementer', caps: { repository: 2 } })
    // Each run brings its own limit: one that was queued under a wider one still finds room.
    await until('the wider one is done', () => started.includes('wider'))
    expect(started).toEqual(['one', 'wider'])
    letGo()
    await queue.idle()
    expect(started).toEqual(['one', 'wider', 'two'])
  })

  test('claims of runs take turns: a slot that another one takes just now counts', async () => {
    const { db } = at.store
    const data = newRunData(newTask(), { agent: 'implementer', caps: { agent: 1 } }, NOON)
    const taken = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    const first = db.transaction().execute(async (trx) => {
      const leases = await (await openSlots(trx, 'one', 60_000, undefined)).take(data)
      taken.resolve()
      await gate.promise
      return leases
    })
    await taken.promise
    const second = db.transaction().execute(async (trx) => {
      const slots = await openSlots(trx, 'two', 60_000, undefined)
      return await slots.take(data)
    })
    setTimeout(gate.resolve, 50)
    expect((await first)?.map(({ key }) => key)).toEqual(['slot:agent:acme/widgets:implementer:0'])
    expect(await second).toBeUndefined()
    await releaseAll(
      db,
      (await first)!.map(({ fence }) => fence),
    )
  })

  test('a freed slot wakes the next run at once', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `chain-${i}`)
    await crowd(newTask(), names, { agent: 'implementer', caps: { agent: 1 } })
    // Polling alone would take 30 seconds.
    await until('the chain is done', () => started.length === names.length)
    await queue.idle()
    expect(started).toEqual(names)
  })

  test('a run that was taken away gives back its lease and its slots', async () => {
    const task = newTask()
    const gate = Promise.withResolvers<void>()
    const terms = { agent: 'implementer', caps: { agent: 1 } }
    const id = await enqueue(task, 'taken', terms, async (touch) => {
      await gate.promise
      await touch()
    })
    await until('it works', () => started.includes('taken'))
    await at.store.pool.query('delete from pgboss.job where singleton_key = $1', [id])
    gate.resolve()
    await enqueue(task, 'next', terms)
    await until('the next one works', () => started.includes('next'))
    await queue.idle()
    expect((await at.store.pool.query('select key from lease')).rows).toEqual([])
  })
})
