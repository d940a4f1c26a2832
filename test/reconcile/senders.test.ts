// Who sends what a task waits for, from what the other tasks of the repository remember.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import { SignalName } from '../../src/domain/plan/names.ts'
import { RecordedRoute } from '../../src/domain/roster/recorded-route.ts'
import { changedSenders, sendersFor } from '../../src/reconcile/senders.ts'
import { emptyTaskState, TaskState } from '../../src/reconcile/task-state.ts'
import { waitersFor, waitFor } from '../../src/store/signals.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => (at = await testStore()))
afterAll(() => at.close())

const key = (n: number, repo = 'acme/math'): TaskKey => TaskKey.parse(`${repo}#${n}`)
const remember = (task: TaskKey, senders: Record<string, number>): Promise<void> =>
  saveTask(at.store.db, task, TaskState.parse({ ...emptyTaskState(), senders }), false)
const waiting = (...waits: string[]): RecordedRoute =>
  RecordedRoute.parse({
    labels: [],
    waves: [{ index: 1, purpose: 'implement', agent: 'implementer', after: [], plan: 1, waits }],
    dropped: [],
  })
const asked = async (
  waits: string[],
  known: Record<string, number> = {},
  sent: string[] = [],
): Promise<[string, number][]> => {
  const state = { routed: waiting(...waits), foreignSenders: known }
  return [...(await sendersFor(at.store.db, key(3), state, new Set(sent)))]
}

test('they are other tasks of the same repository, the older first', async () => {
  await remember(key(2), { 'plan-2-wave-3-complete': 12, 'plan-2-complete': 2 })
  await remember(key(10), { 'plan-2-wave-3-complete': 99 })
  await remember(key(3), { mine: 30 })
  await remember(key(1, 'acme/other'), { elsewhere: 4 })
  // As a task was stored before anything was known of senders.
  await saveTask(at.store.db, key(1), {}, true)
  expect(await asked(['plan-2-wave-3-complete', 'mine', 'elsewhere', 'nobody'])).toEqual([
    ['plan-2-wave-3-complete', 12],
  ])
})

test('what is known stays, and what was sent before anybody could be shown is not looked for', async () => {
  await remember(key(2), { a: 5, b: 6 })
  expect(await asked(['a', 'b'], { a: 4, gone: 9 }, ['b'])).toEqual([['a', 4]])
})

test('a task that waits for nothing asks nothing', async () => {
  const closed = new Proxy(at.store.db, {
    get: () => {
      throw new Error('the store was asked')
    },
  })
  const route = { routed: waiting(), foreignSenders: {} }
  expect([...(await sendersFor(closed, key(3), route, new Set()))]).toEqual([])
})

test('whoever waits for one that appears or changes is found', async () => {
  const name = (text: string): SignalName => SignalName.parse(text)
  await at.store.db.transaction().execute(async (trx) => {
    await waitFor(trx, { owner: 'acme', repo: 'math' }, key(3), [name('a'), name('b')])
    await waitFor(trx, { owner: 'acme', repo: 'math' }, key(4), [name('b')])
    await waitFor(trx, { owner: 'acme', repo: 'other' }, key(5, 'acme/other'), [name('b')])
  })
  const changed = changedSenders({ a: 1, b: 2, gone: 3 }, { a: 1, b: 7, c: 8 })
  expect(changed).toEqual(['b', 'c'])
  expect(await waitersFor(at.store.db, { owner: 'acme', repo: 'math' }, changed)).toEqual([key(3), key(4)])
  expect(await waitersFor(at.store.db, { owner: 'acme', repo: 'math' }, [])).toEqual([])
})
