// The budget of a repository for a day, on a real database: what counts, and that room is given to one of two that ask at once.

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RunId, TaskKey } from '../../src/domain/ids.ts'
import { InternalError } from '../../src/errors.ts'
import { createRun, finishRun, recordUsage, startRun } from '../../src/store/runs.ts'
import { committedSince, hasRoom } from '../../src/store/spending.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => (at = await testStore()))
afterAll(() => at.close())
beforeEach(() => at.store.db.deleteFrom('run').execute())

const REPO = 'acme/widgets'
const HOUR = 60 * 60_000
const since = new Date(Date.now() - HOUR)
let made = 0

/** A run of a task; `usd` ends it with that cost. */
async function run(change: { task?: string; usd?: number; spent?: number } = {}): Promise<RunId> {
  made += 1
  const task = TaskKey.parse(change.task ?? `${REPO}#1`)
  const id = RunId.parse(`${task}/w1/implementer/implement/${made}`)
  const request = {
    wave: 1,
    agent: 'implementer',
    purpose: 'implement',
    attempt: made,
    headSha: 'a'.repeat(40),
  }
  await createRun(at.store.db, { id, taskKey: task, ...request, request: {} })
  if (change.spent !== undefined) {
    await startRun(at.store.db, id)
    await recordUsage(at.store.db, id, { usd: change.spent })
  }
  if (change.usd !== undefined)
    await finishRun(at.store.db, id, { state: 'done', outcome: {}, usage: { usd: change.usd } })
  return id
}
const committed = (): Promise<number> => committedSince(at.store.db, REPO, since, 3)

describe('what counts', () => {
  test.each<[string, Parameters<typeof run>[0][], number]>([
    ['nothing', [], 0],
    ['what ended runs have cost', [{ usd: 0.5 }, { usd: 1.25 }], 1.75],
    ['a run that waits, as if it cost all it may', [{}], 3],
    ['a run at work, as if it cost all it may', [{ spent: 0.5 }], 3],
    ['a run at work that has cost more', [{ spent: 3.5 }], 3.5],
    ['every task of the repository', [{ usd: 1 }, { task: `${REPO}#2`, usd: 1 }], 2],
    ['no other repository', [{ task: 'acme/widgets-2#1', usd: 1 }, { task: 'other/widgets#1' }], 0],
  ])('%s', async (_, runs, usd) => {
    for (const one of runs) await run(one)
    expect(await committed()).toBeCloseTo(usd, 9)
  })

  test('not what ended on another day, whenever it began', async () => {
    const old = await run({ usd: 2 })
    await at.store.db
      .updateTable('run')
      .set({ finished_at: new Date(since.getTime() - 1) })
      .where('id', '=', old)
      .execute()
    const late = await run({ usd: 1 })
    await at.store.db
      .updateTable('run')
      .set({ created_at: new Date(since.getTime() - HOUR), finished_at: since })
      .where('id', '=', late)
      .execute()
    expect(await committed()).toBe(1)
  })
})

describe('room', () => {
  test.each([
    [6, true],
    [5.99, false],
  ])('in a budget of %s dollars beside a run that waits: %s', async (limitUsd, fits) => {
    await run()
    const room = { since, runUsd: 3, limitUsd }
    expect(await at.store.db.transaction().execute((trx) => hasRoom(trx, REPO, room))).toBe(fits)
  })

  test('is given to as many as there is room for, however many ask at once', async () => {
    const take = (): Promise<boolean> =>
      at.store.db.transaction().execute(async (trx) => {
        if (!(await hasRoom(trx, REPO, { since, runUsd: 3, limitUsd: 7 }))) return false
        made += 1
        const id = RunId.parse(`${REPO}#1/w1/implementer/implement/${made}`)
        const request = { wave: 1, agent: 'a', purpose: 'implement', attempt: made, headSha: 'a'.repeat(40) }
        await createRun(trx, { id, taskKey: TaskKey.parse(`${REPO}#1`), ...request, request: {} })
        return true
      })
    const taken = await Promise.all([take(), take(), take(), take(), take()])
    expect(taken.filter(Boolean)).toHaveLength(2)
    expect(await committed()).toBe(6)
  })

  test('cannot be taken outside a transaction', async () => {
    await expect(hasRoom(at.store.db, REPO, { since, runUsd: 3, limitUsd: 7 })).rejects.toThrow(InternalError)
  })
})
