// What agents have to do and how they have done, from the runs in the store.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { RunId, TaskKey } from '../../src/domain/ids.ts'
import { record, workload } from '../../src/store/agent-records.ts'
import { createRun, finishRun, loadRun, recordUsage, startRun } from '../../src/store/runs.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let at: TestStore
let next = 0

interface Made {
  task?: string
  agent?: string
  purpose?: string
  wave?: number
  type?: string | undefined
  state?: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  usage?: unknown
}

async function run(change: Made): Promise<RunId> {
  const { task = 'acme/widgets#1', agent = 'implementer', purpose = 'implement', wave = 1 } = change
  const { db } = at.store
  const id = RunId.parse(`${task}/w${wave}/${agent}/${purpose}/${++next}`)
  const type = 'type' in change ? change.type : 'bugfix'
  const fixed = { id, agent, purpose, wave, attempt: next, headSha: 'a'.repeat(40), request: {} }
  await createRun(db, { ...fixed, taskKey: TaskKey.parse(task), taskType: type })
  const state = change.state ?? 'queued'
  if (state === 'queued') return id
  await startRun(db, id)
  if (state !== 'running')
    await finishRun(db, id, { state, outcome: { kind: state }, usage: change.usage ?? {} })
  return id
}

beforeAll(async () => {
  at = await testStore()
})
afterAll(async () => await at.close())

test('the workload counts the open runs of a repository, and knows when each agent last started', async () => {
  const repository = 'busy/widgets'
  const task = `${repository}#1`
  await run({ task, state: 'running' })
  const last = await run({ task: `${repository}#2`, state: 'running' })
  await run({ task: `${repository}#22` })
  await run({ task, state: 'done' })
  await run({ task, agent: 'critic', purpose: 'review' })
  await run({ task: 'busy/widgets-2#1', state: 'running' })
  await run({ task: 'busy/widget#1', state: 'running' })
  await at.store.pool.query(`update run set started_at = '2026-03-01T00:00:00Z' where id = $1`, [last])
  await at.store.pool.query(
    `update run set started_at = '2026-02-01T00:00:00Z' where repository = $1 and id <> $2 and started_at is not null`,
    [repository, last],
  )
  expect(await workload(at.store.db, repository)).toEqual(
    new Map([
      ['implementer', { running: 2, waiting: 1, lastStartedAt: Date.UTC(2026, 2, 1) }],
      ['critic', { running: 0, waiting: 1, lastStartedAt: undefined }],
    ]),
  )
  expect(await workload(at.store.db, 'busy/nothing')).toEqual(new Map())
})

test('the record counts ended runs by task type, with rounds and cost', async () => {
  const repository = 'known/widgets'
  const [one, two] = [`${repository}#1`, `${repository}#2`]
  // Three rounds for the first task and one for the second.
  for (const usd of [1, 2, 3]) await run({ task: one, state: 'done', usage: { usd, turns: 4 } })
  await run({ task: two, state: 'done', usage: { usd: 2 } })
  await run({ task: two, state: 'failed', usage: { usd: 12 } })
  // No cost on record: it counts, and does not lower the mean.
  await run({ task: two, state: 'failed', usage: null })
  await run({ task: two, state: 'cancelled', usage: { usd: 100 } })
  await run({ task: two, state: 'running' })
  await run({ task: two, state: 'done', type: undefined })
  await run({
    task: one,
    type: 'research',
    wave: 2,
    purpose: 'research',
    state: 'failed',
    usage: { usd: 'NaN' },
  })
  await run({ task: one, agent: 'critic', purpose: 'review', state: 'done', usage: { usd: 0.5 } })
  await run({ task: 'known/gadgets#1', state: 'failed' })
  expect(await record(at.store.db, repository)).toEqual(
    new Map([
      ['critic', new Map([['bugfix', { done: 1, failed: 0, meanRounds: 1, meanUsd: 0.5 }]])],
      [
        'implementer',
        new Map([
          ['bugfix', { done: 4, failed: 2, meanRounds: 2, meanUsd: 4 }],
          ['research', { done: 0, failed: 1, meanRounds: undefined, meanUsd: undefined }],
        ]),
      ],
    ]),
  )
  expect(await record(at.store.db, 'known/nothing')).toEqual(new Map())
})

test('a run keeps the type of its task, and its cost follows what is recorded', async () => {
  const { db } = at.store
  const typed = await run({ task: 'kept/widgets#1', state: 'running' })
  const untyped = await run({ task: 'kept/widgets#1', type: undefined })
  expect((await loadRun(db, typed))?.taskType).toBe('bugfix')
  expect((await loadRun(db, untyped))?.taskType).toBeUndefined()
  await recordUsage(db, typed, { usd: 1.25 })
  const { rows } = await at.store.pool.query('select usd, repository from run where id = $1', [typed])
  expect(rows).toEqual([{ usd: 1.25, repository: 'kept/widgets' }])
})
