// Numbers of decision records: each taken once, whoever asks at the same time.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { Sha, TaskKey, type RepoRef } from '../../src/domain/ids.ts'
import { adrsOfTask, noteAdrCommit, reserveAdr, type AdrRequest } from '../../src/store/adrs.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(async () => await at.close())

const repo = (name: string): RepoRef => ({ owner: 'Acme', repo: name })
const task = (name: string, issue: number): TaskKey => TaskKey.parse(`acme/${name}#${issue}`)
const reserve = (where: string, issue: number, change: Partial<AdrRequest> = {}) =>
  at.store.db.transaction().execute((trx) =>
    reserveAdr(trx, repo(where), {
      taskKey: task(where, issue),
      topic: 'wave/2',
      title: 'Keep one kernel!',
      dir: 'docs/adr',
      above: 0,
      at: new Date(0),
      ...change,
    }),
  )
const number = async (where: string, issue: number, change: Partial<AdrRequest> = {}): Promise<number> =>
  (await reserve(where, issue, change)).record.number

test('many tasks at the same time: no number twice, none left out', async () => {
  const numbers = await Promise.all(Array.from({ length: 20 }, (_, i) => number('many', i + 1)))
  expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
})

test('the same decision asked again keeps its number; another of the task gets its own', async () => {
  const first = await reserve('again', 7)
  expect(first).toMatchObject({
    isNew: true,
    record: {
      number: 1,
      path: 'docs/adr/0001-keep-one-kernel.md',
      branch: 'baton/adr-0001-keep-one-kernel',
      sha: undefined,
    },
  })
  expect(await reserve('again', 7, { title: 'Another title', above: 9 })).toEqual({ ...first, isNew: false })
  expect(await number('again', 7, { topic: 'wave/3' })).toBe(2)
})

test.each<[what: string, above: number[], expected: number[]]>([
  ['an empty folder', [0, 0], [1, 2]],
  ['records that people wrote before', [12, 12], [13, 14]],
  ['one that people wrote meanwhile', [0, 5], [1, 6]],
  ['one that is taken and not merged yet', [3, 3, 3], [4, 5, 6]],
])('%s', async (what, above, expected) => {
  const where = what.replaceAll(' ', '-')
  const numbers: number[] = []
  for (const [i, highest] of above.entries()) numbers.push(await number(where, i + 1, { above: highest }))
  expect(numbers).toEqual(expected)
})

test('repositories count for themselves, whatever the case of their names', async () => {
  expect([await number('own', 1), await number('other', 1)]).toEqual([1, 1])
  expect(await number('OWN', 2)).toBe(2)
})

test('a transaction that fails gives its number back', async () => {
  const failed = at.store.db.transaction().execute(async (trx) => {
    const request = { taskKey: task('back', 1), topic: 't', title: 'T', dir: 'd', above: 0, at: new Date(0) }
    await reserveAdr(trx, repo('back'), request)
    throw new Error('killed')
  })
  await expect(failed).rejects.toThrow('killed')
  expect(await number('back', 2)).toBe(1)
})

test('the commit of a record is kept with it', async () => {
  const { record } = await reserve('commit', 7)
  const sha = Sha.parse('b'.repeat(40))
  await noteAdrCommit(at.store.db, repo('commit'), record.number, sha)
  expect(await adrsOfTask(at.store.db, task('commit', 7))).toEqual([{ ...record, sha }])
  expect(await adrsOfTask(at.store.db, task('commit', 8))).toEqual([])
})
