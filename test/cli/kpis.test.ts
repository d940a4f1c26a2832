// `baton kpis` from a process of its own, on a store with one run.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { RunId, TaskKey } from '../../src/domain/ids.ts'
import { KPI_NAMES } from '../../src/domain/kpis/kpi.ts'
import { createRun, finishRun } from '../../src/store/runs.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { testStore, type TestStore } from '../support/engine.ts'
import { baton, scratch } from './support.ts'

let at: TestStore
const place = scratch()

beforeAll(async () => {
  at = await testStore()
  const { db } = at.store
  const taskKey = TaskKey.parse('acme/Math#1')
  const id = RunId.parse('acme/Math#1/w1/critic/review/1')
  await saveTask(db, taskKey, {}, true)
  await saveTask(db, TaskKey.parse('acme/none#1'), {}, true)
  const request = { wave: 1, agent: 'critic', purpose: 'review', attempt: 1, headSha: 'a'.repeat(40) }
  await createRun(db, { id, taskKey, ...request, request: {} })
  await finishRun(db, id, { state: 'failed', outcome: { kind: 'failed', detail: '' }, usage: { usd: 2.5 } })
})
afterAll(async () => {
  await place.remove()
  await at.close()
})

const kpis = (...args: string[]) =>
  baton(['kpis', ...args], { dir: place.dir, cwd: place.dir, env: { DATABASE_URL: at.database.url } })

test('as a table with what each means, whatever the letter case of the name', async () => {
  const { exitCode, stdout, stderr } = await kpis('Acme/math')
  expect([exitCode, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^acme\/Math, the last 30 days against as many before\n/)
  expect(stdout).toMatch(/\nCost +\$2\.50 +– +1\n/)
  expect(stdout).toMatch(/\nCoverage +– +– +0\n/)
  expect(stdout).toContain('\nCost: US dollars that runs which ended have spent on models.\n')
})

test('as JSON, of each repository', async () => {
  const Entry = z.object({
    repository: z.string(),
    days: z.int(),
    kpis: z.array(z.object({ name: z.string(), cases: z.int() })),
  })
  const found = z.array(Entry).parse(JSON.parse((await kpis('--json', '--days', '7')).stdout))
  expect(found.map(({ repository, days }) => [repository, days])).toEqual([
    ['acme/Math', 7],
    ['acme/none', 7],
  ])
  expect(found[0]?.kpis.map(({ name }) => name)).toEqual([...KPI_NAMES])
})

test('as Markdown, and not as two forms at once', async () => {
  const { stdout } = await kpis('acme/Math', '--markdown', '--days', '7')
  expect(stdout).toMatch(/^## acme\/Math\n\nOf the last 7 days, against as many before\.\n\n\| Key figure \|/)
  expect(stdout).toContain('\n| Cost | $2.50 | – | 1 |\n')
  expect((await kpis('--markdown', '--json')).stderr).toContain('cannot be used with')
})

test.each([
  ['0', 'expected a whole number from 1 to 365'],
  ['1.5', 'expected a whole number from 1 to 365'],
  ['366', 'expected a whole number from 1 to 365'],
])('--days %s is refused', async (days, why) => {
  const { exitCode, stderr } = await kpis('--days', days)
  expect(exitCode).toBe(1)
  expect(stderr).toContain(why)
})

test('a repository without tasks has none, and what names none is refused', async () => {
  expect((await kpis('acme/other')).stdout).toBe('There are no tasks.\n')
  expect((await kpis('acme')).stderr).toContain('"acme" is no repository')
})
