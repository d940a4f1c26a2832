// Baselines in the store: the newest that was saved, per metric, platform and machine, with the runs before it.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { machineOf } from '../../src/domain/benchmarks/figures-of.ts'
import { Sha, TaskKey, type RepoRef } from '../../src/domain/ids.ts'
import type { WorkflowResult } from '../../src/domain/results.ts'
import { baselinesOf, clearBaselines, savedBaselines, saveBaselines } from '../../src/store/baselines.ts'
import { recordMeasurements } from '../../src/store/measurements.ts'
import { trendsOf } from '../../src/store/trends.ts'
import { baton, scratch } from '../cli/support.ts'
import { NOW, ratioOf4, result } from '../domain/support.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
beforeAll(async () => {
  at = await testStore()
})
afterAll(async () => await at.close())

const key = TaskKey.parse('acme/math#7')
const commitOf = (n: number): Sha => Sha.parse(n.toString(16).padStart(40, '0'))
let requests = 0

/** One run that measured `value`, of commit n; on the branch at once unless `merged` is false. */
async function ran(
  repo: RepoRef,
  n: number,
  value: number,
  {
    merged = true,
    branch = 'main',
    ...change
  }: { merged?: boolean; branch?: string } & Partial<WorkflowResult> = {},
): Promise<void> {
  requests += 1
  await recordMeasurements(
    at.store.db,
    {
      repo,
      branch,
      taskKey: key,
      validation: `v${requests}`,
      wave: 1,
      workflowRunId: null,
      mergedAs: merged ? commitOf(n) : undefined,
      at: new Date(NOW + n),
    },
    result({
      headSha: commitOf(n),
      tests: null,
      benchmarks: [{ ...ratioOf4, candidate: [value] }],
      ...change,
    }),
  )
}
const repo = (name: string): RepoRef => ({ owner: 'Acme', repo: name })
const of = (where: RepoRef, branch = 'main', metrics = ['attention.ms']) =>
  baselinesOf(at.store.db, where, branch, metrics)

test('the newest counts, and keeps the runs before it', async () => {
  const where = repo('newest')
  for (const [n, value] of [5, 6, 7].entries()) await ran(where, n + 1, value)
  await ran(where, 9, 1, { merged: false })
  expect(await of(where)).toEqual([
    {
      metric: 'attention.ms',
      unit: 'ms',
      platform: 'linux-x64',
      machine: machineOf(result().runner).machine,
      sha: commitOf(3),
      value: 7,
      history: [7, 6, 5],
    },
  ])
  expect(await of(where, 'other')).toEqual([])
  expect(await of(where, 'main', ['another'])).toEqual([])
  expect(await of(where, 'main', [])).toEqual([])
  expect(await of({ owner: 'ACME', repo: 'NEWEST' })).toHaveLength(1)
})

test('machines and platforms have their own, and another unit begins anew', async () => {
  const where = repo('machines')
  const { runner } = result()
  await ran(where, 1, 5)
  await ran(where, 2, 9, { runner: { ...runner, cpu: 'M' } })
  await ran(where, 3, 3, { platform: 'macos-arm64' })
  await ran(where, 4, 0.006, { benchmarks: [{ ...ratioOf4, unit: 's', candidate: [0.006] }] })
  const found = await of(where)
  expect(
    found.map(({ platform, value, unit, history }) => `${platform}: ${value} ${unit} of ${history.join()}`),
  ).toEqual(
    expect.arrayContaining(['linux-x64: 0.006 s of 0.006', 'linux-x64: 9 ms of 9', 'macos-arm64: 3 ms of 3']),
  )
  expect(found).toHaveLength(3)
})

test('only the last thirty runs are looked at', async () => {
  const where = repo('many')
  for (let n = 1; n <= 33; n += 1) await ran(where, n, n)
  const [found] = await of(where)
  expect(found?.history).toEqual(Array.from({ length: 30 }, (_, i) => 33 - i))
})

test('a person may go back to an older one, and clear what no longer holds', async () => {
  const where = repo('by-hand')
  const { db } = at.store
  await ran(where, 11, 5)
  await ran(where, 12, 7)
  await ran(where, 13, 2, { merged: false })
  const selection = { repository: 'Acme/by-hand' }
  const save = (commit: Sha, metric?: string) =>
    db
      .transaction()
      .execute((trx) => saveBaselines(trx, commit, { ...selection, metric }, new Date(NOW + 99)))
  expect(await save(commitOf(11), 'another')).toBe(0)
  expect(await save(commitOf(11))).toBe(1)
  expect(await of(where)).toMatchObject([{ value: 5, history: [5, 7] }])
  expect(await save(commitOf(13), 'attention.ms')).toBe(1)
  expect(await savedBaselines(db, selection)).toMatchObject([
    { repository: 'acme/by-hand', branch: 'main', metric: 'attention.ms', value: 2, commit: commitOf(13) },
  ])
  const clear = () => db.transaction().execute((trx) => clearBaselines(trx, selection))
  expect(await clear()).toBe(3)
  expect(await clear()).toBe(0)
  expect([await of(where), await savedBaselines(db, selection)]).toEqual([[], []])
  const merged = await db
    .selectFrom('measurement')
    .select('merged_as')
    .where('repository', '=', 'acme/by-hand')
    .execute()
  expect(merged.filter((row) => row.merged_as !== null)).toHaveLength(2)
  const lines = await db.selectFrom('audit').select('what').where('actor', '=', 'cli').orderBy('id').execute()
  expect(lines.map(({ what }) => what)).toEqual(['baseline saved', 'baseline saved', 'baselines cleared'])
})

test('trends have a point per merge, each unit and machine its own', async () => {
  const where = repo('trends')
  const { db } = at.store
  for (const [n, value] of [5, 6, 4].entries()) await ran(where, n + 21, value)
  await ran(where, 23, 4.5)
  await ran(where, 24, 0.004, { benchmarks: [{ ...ratioOf4, unit: 's', candidate: [0.004] }] })
  await ran(where, 25, 3, { merged: false })
  await ran(where, 26, 9, { branch: 'next' })
  const trends = await trendsOf(db, { repository: 'acme/TRENDS' })
  const lines = trends.map(
    ({ branch, unit, baseline, points }) =>
      `${branch} ${unit} ${baseline}: ${points.map(({ value }) => value).join()}`,
  )
  expect(lines).toEqual(['main ms 4.5: 5,6,4.5', 'main s 0.004: 0.004', 'next ms 9: 9'])
  expect(trends[0]).toMatchObject({
    repository: 'acme/trends',
    machine: 'test, 2 cores, linux x64',
    points: [{ commit: commitOf(21), at: NOW + 21 }, {}, { commit: commitOf(23) }],
  })
  expect(await trendsOf(db, { repository: 'acme/trends', metrics: [] })).toEqual([])
  expect(await trendsOf(db, { repository: 'acme/trends', metric: 'no' })).toEqual([])
  expect(await trendsOf(db, { repository: 'acme/trends', platform: 'macos-arm64' })).toEqual([])
})

test('the command line shows, saves, clears and draws them', async () => {
  const where = repo('cli')
  await ran(where, 31, 5)
  await ran(where, 32, 4)
  const { dir, remove } = scratch()
  const run = (...args: string[]) => baton(args, { dir, env: { DATABASE_URL: at.database.url } })
  const only = ['--repo', 'acme/cli']
  const output = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await run(...args, ...only)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    return stdout
  }
  try {
    expect(await output('baseline', 'list')).toMatch(/attention\.ms +4 ms +linux-x64 +test, 2 cores/)
    expect(await output('baseline', 'save', commitOf(31))).toBe('1 saved.\n')
    expect(JSON.parse(await output('baseline', 'list', '--json'))).toMatchObject([{ value: 5 }])
    const drawing = join(dir, 'trend.svg')
    expect(await output('trends', 'attention.ms', '--svg', drawing)).toMatch(
      /acme\/cli main: attention\.ms on linux-x64 \(test, 2 cores, linux x64\); lower is better, baseline 5 ms\nmerged +commit +figure +change\n.* 5 ms\n.* 4 ms +25 % better\n/,
    )
    expect(await readFile(drawing, 'utf8')).toContain('<polyline')
    expect(JSON.parse(await output('trends', '--json'))).toMatchObject([
      { points: [{ value: 5 }, { value: 4 }] },
    ])
    expect(await output('baseline', 'clear', '--json')).toBe('{"count":2}\n')
    expect(await output('baseline', 'list')).toBe('There are no baselines.\n')
    expect((await run('baseline', 'save', commitOf(77))).stderr).toMatch(/nothing that was measured of/)
  } finally {
    await remove()
  }
})
