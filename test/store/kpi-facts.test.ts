// What key figures are told from, as it is read from a store: of one repository, of the time asked for, and nothing that nobody knows.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { RunId, Sha, TaskKey, type RepoRef } from '../../src/domain/ids.ts'
import type { KpiName } from '../../src/domain/kpis/kpi.ts'
import { kpiFacts, repositoryKpis } from '../../src/reconcile/kpi-facts.ts'
import { emptyTaskState, type TaskState } from '../../src/reconcile/task-state.ts'
import { begin, finish } from '../../src/store/ledger.ts'
import { createRun, finishRun, startRun } from '../../src/store/runs.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { finishValidation, requestValidation } from '../../src/store/validations.ts'
import { HEAD, result, sha } from '../domain/support.ts'
import { testStore, type TestStore } from '../support/engine.ts'

const HOUR = 3_600_000
const routed: TaskState['routed'] = { labels: [], waves: [], dropped: [] }

let at: TestStore
let repo: RepoRef
let task: TaskKey
let count = 0

beforeAll(async () => {
  at = await testStore()
})
afterAll(async () => await at.close())
// Each test has a repository of its own, whose name is a pattern that fits the others too, if it is taken for one.
beforeEach(() => {
  count += 1
  repo = { owner: 'acme', repo: `_${count}` }
  task = TaskKey.parse(`acme/_${count}#1`)
})

const facts = (now = Date.now()) => kpiFacts(at.store.db, repo, now, { policy: undefined, days: 30 })
const kpi = async (name: KpiName) => {
  const all = await repositoryKpis(at.store.db, repo, Date.now() + 1000, { policy: undefined, days: 30 })
  const { value, cases } = all.find((one) => one.name === name) ?? {}
  return [value, cases]
}
const save = (state: Partial<TaskState>, open: boolean, key = task) =>
  saveTask(at.store.db, key, { ...emptyTaskState(), ...state }, open)

async function run(purpose: string, attempt: number, end?: { kind: string; [key: string]: unknown }) {
  const { db } = at.store
  const id = RunId.parse(`${task}/w1/critic/${purpose}/${attempt}`)
  const request = { wave: 1, agent: 'critic', purpose, attempt, headSha: HEAD, request: {} }
  await createRun(db, { id, taskKey: task, ...request })
  await startRun(db, id)
  if (end === undefined) return
  const state = end.kind === 'done' ? 'done' : 'failed'
  await finishRun(db, id, { state, outcome: end, usage: { usd: 1 } })
}

test('a task that ended counts as done by its state, and not at all where nobody kept how it ended', async () => {
  const shown = { title: 'A task', merged: [] }
  await save({ routed, shown: { ...shown, state: 'done', endedAt: Date.now() } }, false)
  await save({ routed, shown: { ...shown, state: 'blocked' } }, false, TaskKey.parse(`acme/_${count}#2`))
  await save({ routed }, false, TaskKey.parse(`acme/_${count}#3`))
  await save({ shown: { ...shown, endedAt: 1 } }, false, TaskKey.parse(`acme/_${count}#4`))
  await save({ routed, shown: { ...shown, state: 'running' } }, true, TaskKey.parse(`acme/_${count}#5`))
  await save({ routed, shown: { ...shown, state: 'done', endedAt: 5 } }, false, TaskKey.parse('acme/x1#1'))
  expect(await kpi('completion_rate')).toEqual([0.5, 2])
})

test('a blocked run is one by its outcome, and paths are those that were committed', async () => {
  await run('implement', 1, { kind: 'blocked', blocked: 'No key.\u0000', needs: 'A key.' })
  await run('implement', 2, { kind: 'failed', detail: '' })
  await run('implement', 3, { kind: 'done', purpose: 'implement', value: {}, commit: HEAD, paths: ['a.ts'] })
  await run('review', 1)
  const { runs } = await facts()
  expect(runs.map(({ state, blocked, paths, usd }) => [state, blocked, paths, usd])).toEqual([
    ['failed', true, [], 1],
    ['failed', false, [], 1],
    ['done', false, ['a.ts'], 1],
    ['running', false, [], 0],
  ])
  expect((await kpi('blocker_resolution_time'))[1]).toBe(1)
})

test('runs of long ago count where their wave was merged or their task is at work, and only there', async () => {
  await run('review', 1, { kind: 'done', paths: [] })
  const later = Date.now() + 100 * 24 * HOUR
  expect((await facts(later)).runs).toEqual([])
  const merged = [{ wave: 1, head: Sha.parse(HEAD), at: later }]
  await save({ shown: { title: 'A task', merged } }, true)
  expect((await facts(later)).runs).toHaveLength(1)
  await save({}, true)
  await run('review', 2)
  expect((await facts(later)).runs).toHaveLength(2)
})

test('escalations are the comments that ask somebody, of trouble and of failure', async () => {
  await run('review', 1)
  const topics = [
    'escalation-1',
    'escalation-failing-1',
    'escalation-late-1',
    'escalation-1-x',
    'parked',
    'escalation-2',
  ]
  for (const topic of topics) {
    const key = `${task}|comment/1/${topic}`
    await begin(at.store.db, key, task, 'comment', {})
    if (topic !== 'escalation-2') await finish(at.store.db, key, 7)
  }
  expect((await facts()).escalations.map((one) => one.task)).toEqual([task, task])
})

test('validations count once they are over, by what came back', async () => {
  const { db } = at.store
  const step = { name: 'tests', command: 'npm test', durationMs: 1, outputTail: '' }
  const ends = [
    { state: 'done', result: result(), detail: undefined },
    { state: 'done', result: result({ steps: [{ ...step, exitCode: 1 }], tests: null }), detail: undefined },
    { state: 'refused', result: null, detail: 'another head' },
    { state: 'failed', result: null, detail: 'no result' },
    undefined,
  ] as const
  for (const [i, end] of ends.entries()) {
    const headSha = sha(String(i))
    const id = `${task}/validate/linux-x64/${headSha}/1`
    const asked = { id, taskKey: task, wave: 1, kind: 'validate', platform: 'linux-x64', confirms: false }
    await requestValidation(db, { ...asked, headSha, baseSha: HEAD, nonce: id })
    if (end !== undefined) await finishValidation(db, id, end)
  }
  expect(await kpi('build_success')).toEqual([0.25, 4])
  expect(await kpi('test_pass_rate')).toEqual([1, 1])
})
