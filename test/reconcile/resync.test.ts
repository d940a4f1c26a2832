// The periodic look at open tasks: who has their turn when there are more than an hour may take.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import { PER_HOUR, resync, shareOf } from '../../src/reconcile/resync.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(async () => await at.close())

const key = (text: string): TaskKey => TaskKey.parse(text)
const woken: string[][] = []
/** What the queue says when it is asked how many passes wait. */
const waiting: number[] = []
const queue = {
  waiting: async () => await Promise.resolve(waiting.shift() ?? 0),
  wake: async (keys: readonly TaskKey[]) => {
    woken.push([...keys])
    await Promise.resolve()
  },
}

/** A task that a pass has looked at so many minutes ago. */
async function looked(name: string, minutesAgo: number, open = true): Promise<void> {
  await saveTask(at.store.db, key(name), {}, open)
  await at.store.db
    .updateTable('task')
    .set({ updated_at: new Date(Date.now() - minutesAgo * 60_000) })
    .where('key', '=', name)
    .execute()
}

beforeEach(async () => {
  woken.length = 0
  await at.store.db.deleteFrom('task').execute()
})

const run = async (perOwner: number): Promise<string[]> => {
  woken.length = 0
  await resync({ db: at.store.db, queue }, perOwner, new AbortController().signal)
  return woken.flat()
}

test('all that are open, the longest unseen first', async () => {
  await looked('acme/a#1', 5)
  await looked('acme/a#2', 50)
  await looked('acme/b#1', 20, false)
  await looked('other/c#7', 500)
  expect(await run(10)).toEqual(['other/c#7', 'acme/a#2', 'acme/a#1'])
})

test('of one owner no more than asked for, whatever the case of the name; others are not held up', async () => {
  for (const [name, minutes] of [
    ['acme/a#1', 10],
    ['Acme/b#1', 30],
    ['acme/a#3', 20],
    ['acme-two/a#1', 1],
  ] as const)
    await looked(name, minutes)
  expect(await run(2)).toEqual(['Acme/b#1', 'acme/a#3', 'acme-two/a#1'])
})

test('everybody has a turn, also beside tasks whose passes fail and leave no trace', async () => {
  for (let n = 1; n <= 5; n += 1) await looked(`acme/a#${n}`, 100 - n)
  expect(await run(2)).toEqual(['acme/a#1', 'acme/a#2'])
  expect(await run(2)).toEqual(['acme/a#3', 'acme/a#4'])
  expect(await run(2)).toEqual(['acme/a#5', 'acme/a#1'])
})

test('a task that a webhook has woken meanwhile waits again', async () => {
  for (let n = 1; n <= 3; n += 1) await looked(`acme/a#${n}`, 100 - n)
  await looked('acme/a#1', 0)
  expect(await run(2)).toEqual(['acme/a#2', 'acme/a#3'])
})

const many = async (count: number): Promise<void> => {
  const names = Array.from({ length: count }, (_, n) => `acme/a#${n + 1}`)
  await at.store.db
    .insertInto('task')
    .values(names.map((name) => ({ key: name, state: '{}' })))
    .execute()
}

test('thousands are woken in pages, and of one owner a thousand an hour, whoever asks', async () => {
  await many(1300)
  expect(new Set(await run(900)).size).toBe(900)
  expect(woken.map(({ length }) => length)).toEqual([200, 200, 200, 200, 100])
  expect(new Set(await run(900)).size).toBe(PER_HOUR - 900)
  expect(await run(900)).toEqual([])
  await at.store.db
    .updateTable('task')
    .set({ resynced_at: new Date(Date.now() - 61 * 60_000) })
    .where('resynced_at', 'is not', null)
    .execute()
  expect((await run(900)).length).toBe(900)
})

test('a page waits until the queue has room, and an end is an end', async () => {
  await many(500)
  waiting.push(0, 200, 199, 700)
  const stop = new AbortController()
  const asked = queue.waiting
  const stopping = {
    ...queue,
    waiting: async () => {
      if (waiting.length === 1) setTimeout(() => stop.abort(), 20)
      return await asked()
    },
  }
  expect(await resync({ db: at.store.db, queue: stopping }, 1000, stop.signal)).toBe(400)
  expect(woken.map(({ length }) => length)).toEqual([200, 200])
  const before = new Set(woken.flat())
  // Those that were not woken come first next time.
  expect((await run(100)).filter((name) => before.has(name))).toEqual([])
})

test.each([
  [1, 17],
  [10, 167],
  [60, 1000],
  [1440, 1000],
])('every %d minutes %d tasks', (minutes, tasks) => expect(shareOf(minutes * 60_000)).toBe(tasks))
