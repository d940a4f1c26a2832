// Leases, journal, ledger, runs and validations on a real database.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nothingDesired } from '../../src/domain/commands/desired.ts'
import { RunId, Sha, TaskKey } from '../../src/domain/ids.ts'
import { auditRulings, newRulings } from '../../src/reconcile/rulings.ts'
import { audit, auditOfTask } from '../../src/store/audit.ts'
import { createJournal } from '../../src/store/journal.ts'
import { Lease, releaseAll, renewAll } from '../../src/store/leases.ts'
import { begin, fail, finish, openIntents } from '../../src/store/ledger.ts'
import { migrate } from '../../src/store/migrate.ts'
import { createRun, finishRun, loadRun, startRun } from '../../src/store/runs.ts'
import { loadTask, longestUnseen, saveTask } from '../../src/store/tasks.ts'
import {
  finishValidation,
  requestValidation,
  validationByNonce,
  validationStarted,
} from '../../src/store/validations.ts'
import { testStore, until, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(async () => await at.close())

const task = TaskKey.parse('acme/widgets#1')
/** What agents and commands do produce, and jsonb would refuse. */
const hostile = {
  nul: 'a\0b',
  half: '\ud800',
  deep: [[[{ __proto__: null, constructor: 1 }]]],
  ünïcode: '🚀',
}
const asStored: unknown = JSON.parse(JSON.stringify(hostile))

test('a word of somebody that lets something pass is on record with the state that it changes, or neither is', async () => {
  const { db } = at.store
  const key = TaskKey.parse('acme/widgets#77')
  const stamp = { by: 'ada', at: 1, comment: 5, line: 1, on: 8, sha: Sha.parse('a'.repeat(40)) }
  const wanted = { ...nothingDesired(), overrides: [{ ...stamp, gate: 'tests', reason: 'a\0b' }] }
  const write = async (broken: boolean): Promise<void> =>
    await db.transaction().execute(async (trx) => {
      await saveTask(trx, key, { desired: wanted }, false)
      await auditRulings(trx, key, newRulings(undefined, wanted))
      if (broken) throw new Error('killed')
    })
  await expect(write(true)).rejects.toThrow('killed')
  expect([await loadTask(db, key), await auditOfTask(db, key, 10)]).toEqual([undefined, []])
  await write(false)
  expect(await auditOfTask(db, key, 10)).toMatchObject([
    { actor: 'ada', what: 'override', detail: { pull: 8, gate: 'tests', comment: 5 } },
  ])
})

describe('leases', () => {
  test('one holder at a time; fences rise; a lease that ran out can be taken and not renewed', async () => {
    const { db } = at.store
    const first = await Lease.acquire(db, 'k', 'a', 60_000)
    expect(await Lease.acquire(db, 'k', 'b', 60_000)).toBeUndefined()
    expect(await Lease.acquire(db, 'k', 'a', 60_000)).toBeUndefined()
    expect((await Lease.renew(db, first!, 1))?.fence).toBe(first!.fence)
    let second: Lease | undefined
    await until(
      'the lease ran out',
      async () => (second = await Lease.acquire(db, 'k', 'b', 60_000)) !== undefined,
    )
    expect(second!.fence).toBeGreaterThan(first!.fence)
    expect(await Lease.renew(db, first!, 60_000)).toBeUndefined()
    expect(await Lease.release(db, first!)).toBe(false)
    expect(await Lease.release(db, second!)).toBe(true)
    const third = await Lease.acquire(db, 'k', 'c', 60_000)
    expect(third!.fence).toBeGreaterThan(second!.fence)
  })

  test('of many who try at once exactly one gets it', async () => {
    const tries = Array.from(
      { length: 30 },
      async (_, i) => await Lease.acquire(at.store.db, 'race', `o${i}`, 60_000),
    )
    expect((await Promise.all(tries)).filter((lease) => lease !== undefined)).toHaveLength(1)
  })

  test('several keys in opposite orders do not deadlock', async () => {
    const keys = Array.from({ length: 20 }, (_, i) => `many-${i}`)
    const tries = Array.from({ length: 10 }, async (_, i) => {
      return await Lease.acquireAll(at.store.db, i % 2 === 0 ? keys : keys.toReversed(), `m${i}`, 60_000)
    })
    expect((await Promise.all(tries)).flat()).toHaveLength(keys.length)
  })

  test('an owner renews all it holds and learns what it lost', async () => {
    const [a, b] = await Lease.acquireAll(at.store.db, ['own-a', 'own-b'], 'owner', 60_000)
    await releaseAll(at.store.db, [a!.fence])
    expect(await renewAll(at.store.db, 'owner', 60_000)).toEqual(new Set([b!.fence]))
  })
})

describe('journal', () => {
  test('events come back in order and as they were; a number is written once', async () => {
    const journal = createJournal(at.store.db)
    const id = RunId.parse('run-1')
    await journal.append(id, 0, hostile)
    await journal.append(id, 1, { second: true })
    await expect(journal.append(id, 1, { other: true })).rejects.toThrow(/already written/)
    await expect(journal.append(id, 2, undefined)).rejects.toThrow(/cannot be stored/)
    expect(await journal.load(id)).toEqual([asStored, { second: true }])
    expect(await journal.load(RunId.parse('run-2'))).toEqual([])
  })
})

describe('ledger', () => {
  test('new, then open until the receipt, then done for ever', async () => {
    const { db } = at.store
    expect(await begin(db, 'effect', task, 'comment', hostile)).toEqual({ state: 'new' })
    expect(await begin(db, 'effect', task, 'comment', hostile)).toEqual({ state: 'open', attempts: 2 })
    await fail(db, 'effect', 'GitHub said \0')
    expect(await openIntents(db, task)).toMatchObject([{ key: 'effect', intent: asStored, attempts: 2 }])
    expect(await finish(db, 'effect', { id: 1 })).toEqual({ id: 1 })
    expect(await finish(db, 'effect', { id: 2 })).toEqual({ id: 1 })
    expect(await begin(db, 'effect', task, 'comment', {})).toEqual({ state: 'done', receipt: { id: 1 } })
    expect(await openIntents(db, task)).toEqual([])
  })

  test('of many who begin at once one is new', async () => {
    const tries = Array.from({ length: 20 }, async () => await begin(at.store.db, 'raced', task, 'x', {}))
    expect((await Promise.all(tries)).filter(({ state }) => state === 'new')).toHaveLength(1)
  })

  test('a receipt or failure without an intent is a bug', async () => {
    await expect(finish(at.store.db, 'nothing', {})).rejects.toThrow(/no intent/)
    await expect(fail(at.store.db, 'nothing', 'x')).rejects.toThrow(/no open intent/)
  })
})

test('a run: requested once, started again after a crash, ended once', async () => {
  const { db } = at.store
  const run = {
    id: RunId.parse('acme/widgets#1/w1/a/implement/1'),
    taskKey: task,
    wave: 1,
    agent: 'a',
    purpose: 'implement',
    attempt: 1,
    headSha: 'a'.repeat(40),
    request: hostile,
  }
  expect([await createRun(db, run), await createRun(db, run)]).toEqual([true, false])
  expect([await startRun(db, run.id), await startRun(db, run.id)]).toEqual([true, true])
  const end = { state: 'done', outcome: hostile, usage: { turns: 3 } } as const
  expect([
    await finishRun(db, run.id, end),
    await finishRun(db, run.id, { ...end, state: 'failed' }),
  ]).toEqual([true, false])
  expect(await startRun(db, run.id)).toBe(false)
  expect(await loadRun(db, run.id)).toMatchObject({
    state: 'done',
    request: asStored,
    outcome: asStored,
    usage: { turns: 3 },
  })
})

test('a validation: asked once, found by its nonce, ended once', async () => {
  const { db } = at.store
  const sha = 'b'.repeat(40)
  const wanted = {
    id: 'v',
    taskKey: task,
    wave: 2,
    kind: 'tests',
    platform: 'linux-x64',
    confirms: false,
    headSha: sha,
    baseSha: sha,
    nonce: 'first',
  }
  await requestValidation(db, wanted)
  expect((await requestValidation(db, { ...wanted, nonce: 'second' })).nonce).toBe('first')
  await expect(requestValidation(db, { ...wanted, id: 'v2' })).rejects.toThrow(/unique/)
  expect(await validationStarted(db, 'v', 8_000_000_001)).toBe(true)
  const end = { state: 'refused', result: null, detail: 'another head' } as const
  expect([await finishValidation(db, 'v', end), await finishValidation(db, 'v', end)]).toEqual([true, false])
  expect(await validationByNonce(db, 'first')).toMatchObject({
    state: 'refused',
    workflowRunId: 8_000_000_001,
  })
  expect(await validationByNonce(db, 'second')).toBeUndefined()
})

test('tasks are replaced, and closed ones left out; the audit log keeps order', async () => {
  const { db } = at.store
  for (const n of [3, 1, 2]) await saveTask(db, TaskKey.parse(`page/x#${n}`), { n }, n !== 2)
  await saveTask(db, TaskKey.parse('page/x#3'), hostile, true)
  expect((await loadTask(db, TaskKey.parse('page/x#3')))?.state).toEqual(asStored)
  expect(await longestUnseen(db, { perOwner: 10, perHour: 10 })).toEqual(['page/x#1', 'page/x#3'])
  for (const what of ['one', 'two', 'three'])
    await audit(db, { taskKey: task, actor: 'octocat', what, detail: hostile })
  expect((await auditOfTask(db, task, 2)).map(({ what }) => what)).toEqual(['three', 'two'])
})

test('migrating again changes nothing, also at once; a newer database is refused', async () => {
  expect(await Promise.all([migrate(at.store.db), migrate(at.store.db)])).toEqual([[], []])
  await at.store.pool.query(`insert into migration (name) values ('9999-later')`)
  await expect(migrate(at.store.db)).rejects.toThrow(/newer version.*9999-later/)
  await at.store.pool.query(`delete from migration where name = '9999-later'`)
})
