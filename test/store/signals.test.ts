// Signals: the first sender wins, waiters are woken in the same transaction, and no order of sending and waiting loses one.

import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Sha, TaskKey, type RepoRef } from '../../src/domain/ids.ts'
import { AwaitedSignal, SignalName } from '../../src/domain/plan/names.ts'
import type { SignalPayload } from '../../src/domain/signals/payload.ts'
import { InternalError } from '../../src/errors.ts'
import { createQueue, type Queue } from '../../src/queue/queue.ts'
import { auditOfTask } from '../../src/store/audit.ts'
import {
  sendSignal,
  signalsOf,
  waitFor,
  waitsOf,
  type NewSignal,
  type Sending,
} from '../../src/store/signals.ts'
import { testStore, type TestStore } from '../support/engine.ts'
import { silent } from '../support/postgres.ts'

let at: TestStore
let queue: Queue
beforeAll(async () => {
  at = await testStore()
  queue = await createQueue({ store: at.store, log: silent })
})
afterAll(async () => {
  await queue.stop()
  await at.close()
})

const name = (text: string): SignalName => SignalName.parse(text)
const key = (n: number, repo = 'acme/math'): TaskKey => TaskKey.parse(`${repo}#${n}`)
const payload: SignalPayload = {
  status: 'completed',
  api: 'Expression.explain()',
  commit: Sha.parse('a'.repeat(40)),
  unblocks: ['plan-3/4', 'plan-4/3'],
  note: 'half \ud800 and nul \0',
}

let repos = 0
/** Every test has a repository of its own. */
const newRepo = (): RepoRef => ({ owner: 'Acme', repo: `Math-${++repos}` })

const signal = (text: string, change: Partial<NewSignal> = {}): NewSignal => ({
  name: name(text),
  payload,
  taskKey: key(2),
  wave: 3,
  sha: Sha.parse('b'.repeat(40)),
  ...change,
})
const send = (repo: RepoRef, one: NewSignal): Promise<Sending> =>
  at.store.db
    .transaction()
    .execute((trx) => sendSignal(trx, repo, one, (inTrx, keys) => queue.wakeIn(inTrx, keys)))
const wait = (repo: RepoRef, task: TaskKey, ...names: string[]): Promise<SignalName[]> =>
  at.store.db.transaction().execute((trx) => waitFor(trx, repo, task, names.map(name)))
const scheduled = async (task: TaskKey): Promise<boolean> =>
  (await at.store.db.selectFrom('subject').select('scheduled').where('key', '=', task).executeTakeFirst())
    ?.scheduled ?? false

describe('sending', () => {
  test('is on record as it was sent, for every spelling of the repository', async () => {
    const repo = newRepo()
    expect(await send(repo, signal('plan-2-wave-3-complete'))).toBe('sent')
    expect(await send(repo, signal('plan-2-complete', { wave: undefined, sha: undefined }))).toBe('sent')
    const lower = { owner: repo.owner.toLowerCase(), repo: repo.repo.toUpperCase() }
    expect(await signalsOf(at.store.db, lower)).toMatchObject([
      { name: 'plan-2-wave-3-complete', taskKey: key(2), wave: 3, sha: 'b'.repeat(40), payload },
      { name: 'plan-2-complete', wave: undefined, sha: undefined },
    ])
    expect(await signalsOf(at.store.db, newRepo())).toEqual([])
  })

  test.each<[string, Partial<NewSignal>, Sending]>([
    ['the same again', {}, 'known'],
    [
      'the same with its names in another order',
      { payload: { ...payload, unblocks: ['plan-4/3', 'plan-3/4'] } },
      'known',
    ],
    ['the same by another wave', { wave: 4, taskKey: key(9) }, 'known'],
    ['another status', { payload: { ...payload, status: 'blocked' } }, 'conflict'],
    ['another commit', { payload: { ...payload, commit: Sha.parse('c'.repeat(40)) } }, 'conflict'],
    ['one name less', { payload: { ...payload, unblocks: ['plan-3/4'] } }, 'conflict'],
  ])('%s', async (_name, change, outcome) => {
    const repo = newRepo()
    await send(repo, signal('api-frozen'))
    expect(await send(repo, signal('api-frozen', change))).toBe(outcome)
    expect(await signalsOf(at.store.db, repo)).toMatchObject([{ taskKey: key(2), wave: 3, payload }])
  })

  test('a conflict is written down once, with what was to be said', async () => {
    const repo = newRepo()
    await send(repo, signal('x'))
    const other = signal('x', { taskKey: key(77), payload: { status: 'info', note: 'no' } })
    for (let i = 0; i < 3; i += 1) expect(await send(repo, other)).toBe('conflict')
    expect(await auditOfTask(at.store.db, key(77), 10)).toMatchObject([
      { what: 'signal conflict', detail: { name: 'x', payload: { status: 'info', note: 'no' } } },
    ])
  })

  test('of many who send at once one is the first', async () => {
    const repo = newRepo()
    const tries = Array.from({ length: 12 }, (_, i) =>
      send(repo, signal('race', { payload: { status: 'info', note: `${i}` } })),
    )
    const outcomes = await Promise.all(tries)
    expect(outcomes.filter((outcome) => outcome === 'sent')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'conflict')).toHaveLength(11)
  })

  test('who waits for any is woken by each, and goes on waiting', async () => {
    const repo = newRepo()
    const begin = (names: string[]) =>
      at.store.db.transaction().execute((trx) =>
        waitFor(
          trx,
          repo,
          key(5),
          names.map((name) => AwaitedSignal.parse(name)),
        ),
      )
    const sendAndSee = async (name: string): Promise<TaskKey[]> => {
      const woken: TaskKey[] = []
      await at.store.db.transaction().execute((trx) =>
        sendSignal(trx, repo, signal(name), (_trx, keys) => {
          woken.push(...keys)
          return Promise.resolve()
        }),
      )
      return woken
    }
    expect(await begin(['*', 'x'])).toEqual([])
    expect(await sendAndSee('x')).toEqual([key(5)])
    expect(await sendAndSee('y')).toEqual([key(5)])
    expect(await sendAndSee('y')).toEqual([])
    await begin([])
    expect(await sendAndSee('z')).toEqual([])
  })

  test('a payload that is none is refused before anything is stored', async () => {
    const repo = newRepo()
    const wrong = { status: 'done' } as unknown as SignalPayload
    await expect(send(repo, signal('x', { payload: wrong }))).rejects.toThrow(/completed/)
    expect(await signalsOf(at.store.db, repo)).toEqual([])
  })

  test('outside a transaction it is a bug', async () => {
    const { db } = at.store
    await expect(sendSignal(db, newRepo(), signal('x'), () => Promise.resolve())).rejects.toThrow(
      InternalError,
    )
    await expect(waitFor(db, newRepo(), key(1), [])).rejects.toThrow(InternalError)
  })
})

describe('waiting', () => {
  test('those who wait are woken, the others not', async () => {
    const repo = newRepo()
    const [a, b, c, d] = [101, 102, 103, 104].map((n) => key(n))
    await wait(repo, a!, 'x', 'y')
    await wait(repo, b!, 'x')
    await wait(repo, c!, 'y')
    await wait(newRepo(), d!, 'x')
    await send(repo, signal('x'))
    expect(await Promise.all([a!, b!, c!, d!].map(scheduled))).toEqual([true, true, false, false])
    expect(await waitsOf(at.store.db, a!)).toEqual(['y'])
    expect(await waitsOf(at.store.db, b!)).toEqual([])
  })

  test('what was sent before is told at once and not waited for', async () => {
    const repo = newRepo()
    await send(repo, signal('x'))
    expect(await wait(repo, key(111), 'x', 'y')).toEqual(['x'])
    expect(await waitsOf(at.store.db, key(111))).toEqual(['y'])
  })

  test('the last call says what is waited for', async () => {
    const repo = newRepo()
    await wait(repo, key(121), 'x', 'y', 'y')
    await wait(repo, key(121), 'z')
    expect(await waitsOf(at.store.db, key(121))).toEqual(['z'])
    await wait(repo, key(121))
    await send(repo, signal('z'))
    expect(await scheduled(key(121))).toBe(false)
  })

  test('a crash between signal and wake-up leaves neither', async () => {
    const repo = newRepo()
    await wait(repo, key(131), 'x')
    const crash = at.store.db
      .transaction()
      .execute((trx) => sendSignal(trx, repo, signal('x'), () => Promise.reject(new Error('crash'))))
    await expect(crash).rejects.toThrow('crash')
    expect(await signalsOf(at.store.db, repo)).toEqual([])
    expect(await waitsOf(at.store.db, key(131))).toEqual(['x'])
    expect(await send(repo, signal('x'))).toBe('sent')
    expect(await scheduled(key(131))).toBe(true)
  })

  test('whoever begins to wait while it is being sent learns of it', async () => {
    const repo = newRepo()
    const held = Promise.withResolvers<void>()
    const inside = Promise.withResolvers<void>()
    const sending = at.store.db.transaction().execute(async (trx) => {
      const outcome = await sendSignal(trx, repo, signal('x'), (inTrx, keys) => queue.wakeIn(inTrx, keys))
      inside.resolve()
      await held.promise
      return outcome
    })
    await inside.promise
    const waiting = wait(repo, key(141), 'x')
    await sleep(20)
    held.resolve()
    expect(await sending).toBe('sent')
    expect(await waiting).toEqual(['x'])
  })

  test('many who send and wait at once: each is told or woken', async () => {
    const repo = newRepo()
    const tasks = Array.from({ length: 20 }, (_, i) => key(200 + i))
    const [told] = await Promise.all([
      Promise.all(tasks.map(async (task) => (await wait(repo, task, 'x')).length > 0)),
      sleep(2).then(() => send(repo, signal('x'))),
    ])
    const woken = await Promise.all(tasks.map(scheduled))
    expect(tasks.map((_, i) => told[i] !== woken[i])).toEqual(tasks.map(() => true))
  })
})
