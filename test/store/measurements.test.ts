// Measured figures in the store: with their result and never twice, saved by a merge once, thrown away when nothing came of them.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { Sha, TaskKey, type RepoRef } from '../../src/domain/ids.ts'
import type { WorkflowResult } from '../../src/domain/results.ts'
import {
  pruneMeasurements,
  recordMeasurements,
  saveMerged,
  unmergedHeads,
  type Measured,
} from '../../src/store/measurements.ts'
import { HEAD, NOW, ratioOf4, result, sha } from '../domain/support.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(async () => await at.close())

const DAY = 24 * 3_600_000
const task = (n: number): TaskKey => TaskKey.parse(`Acme/math#${n}`)
const repo: RepoRef = { owner: 'Acme', repo: 'Math' }
const COVERED = { lines: { covered: 3, total: 4 } }
const take = (n: number, change: Partial<Measured> = {}, found: Partial<WorkflowResult> = {}) =>
  recordMeasurements(
    at.store.db,
    {
      repo,
      branch: 'main',
      taskKey: task(n),
      validation: `v${n}`,
      wave: 2,
      workflowRunId: 100,
      mergedAs: undefined,
      at: new Date(NOW),
      ...change,
    },
    result({ benchmarks: [ratioOf4], coverage: COVERED, ...found }),
  )
const rows = (n: number) =>
  at.store.db
    .selectFrom('measurement')
    .selectAll()
    .where('task_key', '=', task(n))
    .orderBy('metric')
    .execute()

test('a result is kept as one figure per metric, also when it is taken in again', async () => {
  await take(1)
  await take(1)
  const kept = await rows(1)
  expect(
    kept.map(({ metric, median, samples, unit, better }) => [metric, median, samples, unit, better]),
  ).toEqual([
    ['attention.ms', 5, 10, 'ms', 'lower'],
    ['coverage.lines', 75, 1, '%', 'higher'],
    ['tests.passed', 12, 1, 'tests', 'higher'],
    ['tests.total', 12, 1, 'tests', 'higher'],
  ])
  expect(kept[0]).toMatchObject({
    repository: 'acme/math',
    branch: 'main',
    platform: 'linux-x64',
    machine_name: 'test, 2 cores, linux x64',
    head_sha: HEAD,
    merged_as: null,
    saved_at: null,
  })
})

test.each<[string, Partial<WorkflowResult>, string[]]>([
  ['nothing', { tests: null, coverage: null, benchmarks: [] }, []],
  [
    'a metric without a sample',
    { tests: null, coverage: null, benchmarks: [{ ...ratioOf4, candidate: [] }] },
    [],
  ],
  [
    'a median at the edge of numbers',
    { tests: null, coverage: null, benchmarks: [{ ...ratioOf4, candidate: [1.7e308, 1.7e308] }] },
    ['attention.ms=1.7e+308'],
  ],
  [
    'a command that pretends to be the coverage',
    { tests: null, benchmarks: [{ ...ratioOf4, metric: 'coverage.lines' }] },
    ['coverage.lines=75'],
  ],
  [
    'a metric twice',
    { tests: null, coverage: null, benchmarks: [ratioOf4, { ...ratioOf4, candidate: [9] }] },
    ['attention.ms=5'],
  ],
  [
    'a unit with a NUL',
    { tests: null, coverage: null, benchmarks: [{ ...ratioOf4, unit: 'm\0s' }] },
    ['attention.ms=5'],
  ],
])('%s', async (name, found, expected) => {
  const n = 100 + name.length
  await take(n, {}, found)
  expect((await rows(n)).map(({ metric, median }) => `${metric}=${median}`)).toEqual(expected)
})

test('machines are told apart by what they are, and not by the version of a tool', async () => {
  const { runner } = result()
  await take(2, { validation: 'v2a' })
  await take(2, { validation: 'v2b' }, { runner: { ...runner, node: 'v25' } })
  await take(2, { validation: 'v2c' }, { runner: { ...runner, cores: 4 } })
  const found = (await rows(2)).filter(({ metric }) => metric === 'attention.ms')
  expect(new Set(found.map(({ machine }) => machine)).size).toBe(2)
  const counts = (await rows(2)).filter(({ metric }) => metric === 'tests.total')
  expect(counts.map(({ machine }) => machine)).toEqual(['any', 'any', 'any'])
})

test('a merge saves its head once, and only its own', async () => {
  const { db } = at.store
  await take(3)
  await take(4, { validation: 'other' })
  expect(await unmergedHeads(db, task(3), [HEAD, sha('b')])).toEqual([HEAD])
  const merged = { head: HEAD, as: sha('e'), branch: 'next' }
  expect(await saveMerged(db, task(3), merged, new Date(NOW))).toBe(true)
  expect(await saveMerged(db, task(3), { ...merged, as: sha('f') }, new Date(NOW + 1))).toBe(false)
  expect(await unmergedHeads(db, task(3), [HEAD])).toEqual([])
  expect(await unmergedHeads(db, task(3), [])).toEqual([])
  const [one] = await rows(3)
  expect(one).toMatchObject({ merged_as: 'e'.repeat(40), branch: 'next', saved_at: new Date(NOW) })
  expect((await rows(4)).map(({ saved_at: saved }) => saved)).toEqual([null, null, null, null])
})

test('what is measured on the branch itself is saved at once', async () => {
  await take(5, { mergedAs: Sha.parse(HEAD) })
  expect((await rows(5))[0]).toMatchObject({ merged_as: HEAD, saved_at: new Date(NOW) })
})

test('what came to nothing goes after its time; what was merged stays', async () => {
  const old = { at: new Date(NOW - 91 * DAY) }
  await take(6, { validation: 'old', ...old })
  await take(7, { validation: 'old-merged', mergedAs: HEAD, ...old })
  await take(8, { validation: 'young', at: new Date(NOW - 89 * DAY) })
  expect(await pruneMeasurements(at.store.db, new Date(NOW - 90 * DAY))).toBe(4)
  expect(await pruneMeasurements(at.store.db, new Date(NOW - 90 * DAY))).toBe(0)
  expect([(await rows(6)).length, (await rows(7)).length, (await rows(8)).length]).toEqual([0, 4, 4])
})
