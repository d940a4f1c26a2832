// `baton status`: all plans as the store knows them, from a process of its own.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { Sha, TaskKey } from '../../src/domain/ids.ts'
import { planSignal, PlanId, SignalName } from '../../src/domain/plan/names.ts'
import { emptyTaskState, type TaskState } from '../../src/reconcile/task-state.ts'
import { openStore } from '../../src/store/open.ts'
import { sendSignal } from '../../src/store/signals.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { freshDatabase, silent } from '../support/postgres.ts'
import { baton, scratch } from './support.ts'

let database: Awaited<ReturnType<typeof freshDatabase>>
const folder = scratch()
const repo = { owner: 'acme', repo: 'math' }

const planText = (id: string, orchestrator: string, ...waves: string[]): string => `---
plan: ${id}
title: Plan ${id}
orchestrator: ${orchestrator}
waves:
${waves.map((wave) => `  - ${wave}`).join('\n')}
---
`

beforeAll(async () => {
  database = await freshDatabase()
  const store = await openStore({ databaseUrl: database.url, dataDir: folder.dir, log: silent })
  const save = (number: number, state: Partial<TaskState>): Promise<void> =>
    saveTask(store.db, TaskKey.parse(`acme/math#${number}`), { ...emptyTaskState(), ...state }, true)
  const merged = { state: 'merged' as const, attempts: 1, startedAt: 0, endedAt: 3_600_000 }
  const [first, second] = ['{ wave: 1, title: Parse }', '{ wave: 2, title: Explain, signals: [explained] }']
  await save(1, {
    plan: planText('plan-1', 'rust-engineer', first ?? '', second ?? ''),
    progress: { 'plan-1/1': merged, 'plan-1/2': { state: 'running', attempts: 1, startedAt: 0 } },
  })
  await save(2, {
    plan: planText('plan-2', 'python-expert', '{ wave: 1, title: Bindings, waits_for: [explained] }'),
    progress: { 'plan-2/1': { state: 'waiting', attempts: 0 } },
  })
  await save(3, {
    plan: planText('plan-3', 'solver-engineer', '{ wave: 1, title: Solve }'),
    progress: { 'plan-3/1': merged },
    explanation: ['parked: the validation of the whole plan failed'],
  })
  await save(4, {
    plan: planText('plan-4', 'node-engineer', '{ wave: 1, title: Bind }'),
    progress: { 'plan-4/1': merged },
  })
  await store.db.transaction().execute((trx) =>
    sendSignal(
      trx,
      repo,
      {
        name: SignalName.parse(planSignal(PlanId.parse('plan-4'))),
        payload: { status: 'completed' },
        taskKey: TaskKey.parse('acme/math#4'),
        wave: undefined,
        sha: Sha.parse('a'.repeat(40)),
      },
      () => Promise.resolve(),
    ),
  )
  await saveTask(store.db, TaskKey.parse('acme/plain#1'), emptyTaskState(), true)
  await store.close()
})
afterAll(async () => {
  await folder.remove()
  await database.drop()
})

const status = (...args: string[]) =>
  baton(['status', ...args], { dir: folder.dir, cwd: folder.dir, env: { DATABASE_URL: database.url } })

test('every plan has its line: wave k of n, how it stands, and what it waits for', async () => {
  const { exitCode, stdout, stderr } = await status()
  expect([exitCode, stderr]).toEqual([0, ''])
  expect(stdout).toMatch(/^acme\/math\n/)
  expect(stdout).toMatch(/\nplan-1 +rust-engineer +2\/2 +running +Explain/)
  expect(stdout).toMatch(
    /\nplan-2 +python-expert +1\/1 +WAITING +Bindings +waits for plan-1\/2 \(signal explained\), running/,
  )
  expect(stdout).toMatch(/\nplan-3 +solver-engineer +1\/1 +NOT COMPLETE +parked: the validation of the whole/)
  expect(stdout).toMatch(/\nplan-4 +node-engineer +1\/1 +complete\n/)
  expect(stdout).toMatch(/Critical path: plan-1\/2 → plan-2\/1/)
})

test('as JSON, and for one repository', async () => {
  const Views = z.array(z.object({ repository: z.string(), view: z.object({ plans: z.array(z.unknown()) }) }))
  const seen = Views.parse(JSON.parse((await status('--json')).stdout))
  expect(seen.map(({ repository, view }) => [repository, view.plans.length])).toEqual([['acme/math', 4]])
  expect((await status('--repo', 'acme/plain')).stdout).toBe('There are no plans.\n')
})
