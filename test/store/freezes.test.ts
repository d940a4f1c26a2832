// Freezes in the store: the first of a wave stays, its end is announced once, it is lifted once.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { TaskKey, type RepoRef } from '../../src/domain/ids.ts'
import { auditOfTask } from '../../src/store/audit.ts'
import { freezesOf, liftFreeze, noteNotice, putFreeze, type NewFreeze } from '../../src/store/freezes.ts'
import { agent, DAY, freeze, NOW } from '../freeze/support.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(async () => await at.close())

const task = TaskKey.parse('acme/math#7')
const repo = (name: string): RepoRef => ({ owner: 'Acme', repo: name })
function wanted(change: Partial<NewFreeze> = {}): NewFreeze {
  const { id, symbols, sha } = freeze()
  const rule = { seats: [agent('critic')], orchestrator: agent('rust-engineer') }
  return {
    id,
    symbols,
    sha,
    rule,
    paths: ['src/**'],
    taskKey: task,
    frozenAt: NOW,
    expiresAt: NOW + 90 * DAY,
    ...change,
  }
}
const put = (where: RepoRef, change: Partial<NewFreeze> = {}) =>
  at.store.db.transaction().execute((trx) => putFreeze(trx, where, wanted(change)))

test('a freeze comes back as it was put', async () => {
  expect(await put(repo('a'))).toBe('frozen')
  const back = { ...wanted(), noticedAt: undefined, liftedAt: undefined, liftedBy: [] }
  expect(await freezesOf(at.store.db, { owner: 'ACME', repo: 'A' })).toEqual([back])
  expect(await freezesOf(at.store.db, repo('other'))).toEqual([])
})

test.each<[string, Partial<NewFreeze>, string]>([
  ['later', { frozenAt: NOW + DAY, expiresAt: undefined }, 'known'],
  ['its paths', { paths: ['lib/**'] }, 'conflict'],
  ['its symbols', { symbols: [] }, 'conflict'],
  ['whose it is', { taskKey: TaskKey.parse('acme/math#8') }, 'conflict'],
])('the first of a wave stays; another in %s', async (name, change, outcome) => {
  const where = repo(`first-${name.replaceAll(' ', '-')}`)
  await put(where)
  expect(await put(where, change)).toBe(outcome)
  expect(await freezesOf(at.store.db, where)).toMatchObject([wanted()])
  const conflicts = await auditOfTask(at.store.db, change.taskKey ?? task, 1)
  if (outcome === 'conflict')
    expect(conflicts).toMatchObject([{ what: 'freeze conflict', detail: { id: 'plan-2/3' } }])
})

test('its end is announced once', async () => {
  const { db } = at.store
  await put(repo('notice'))
  const { id } = wanted()
  expect(await noteNotice(db, repo('notice'), id, new Date(NOW))).toBe(true)
  expect(await noteNotice(db, repo('notice'), id, new Date(NOW + 1))).toBe(false)
  expect(await noteNotice(db, repo('nothing'), id, new Date(NOW))).toBe(false)
  expect(await freezesOf(db, repo('notice'))).toMatchObject([{ noticedAt: NOW }])
})

test('it is lifted once, by whom is on record, and stays lifted when the wave freezes again', async () => {
  const where = repo('lift')
  const lift = (by: string[], after: number) =>
    at.store.db.transaction().execute((trx) => liftFreeze(trx, where, wanted().id, by, new Date(NOW + after)))
  expect(await lift(['alice'], 0)).toBe(false)
  await put(where)
  expect(await lift(['rust-engineer', 'alice'], 1)).toBe(true)
  expect(await lift(['mallory'], 2)).toBe(false)
  expect(await put(where)).toBe('known')
  expect(await freezesOf(at.store.db, where)).toMatchObject([
    { liftedAt: NOW + 1, liftedBy: ['rust-engineer', 'alice'] },
  ])
  expect(await auditOfTask(at.store.db, task, 1)).toMatchObject([
    { what: 'freeze lifted', actor: 'rust-engineer, alice', detail: { id: 'plan-2/3' } },
  ])
})
