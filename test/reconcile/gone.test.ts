// An issue that was deleted or transferred: its runs stop, its record is closed, and it is no failure.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { RunId, type TaskKey, TaskKey as TaskKeySchema } from '../../src/domain/ids.ts'
import { createChangedFiles } from '../../src/reconcile/changed-files.ts'
import { createCodeOwners } from '../../src/reconcile/code-owners.ts'
import { createConfigurations } from '../../src/reconcile/configuration.ts'
import { createReconciler, type Reconciler } from '../../src/reconcile/reconcile.ts'
import { Lease } from '../../src/store/leases.ts'
import { createRun, finishRun, loadRun } from '../../src/store/runs.ts'
import { loadTask, longestUnseen, saveTask } from '../../src/store/tasks.ts'
import { policy } from '../domain/support.ts'
import { repo } from '../forge/support.ts'
import { type Stage, startStage } from './support.ts'

let stage: Stage
let reconcile: Reconciler
const cancelled: RunId[] = []
beforeAll(async () => {
  stage = await startStage()
  const { db } = stage.at.store
  const { pack } = policy()
  reconcile = createReconciler({
    db,
    github: stage.github,
    changedFiles: createChangedFiles(),
    codeOwners: createCodeOwners(),
    configurations: createConfigurations(db, new Map([[pack.name, pack]])),
    sandbox: { ok: true },
    scripted: false,
    publisher: stage.workspaces,
    runs: {
      enqueueRunIn: () => Promise.resolve(),
      wakeIn: () => Promise.resolve(),
      reprioritise: () => Promise.resolve(),
      cancelRun: (id) => cancelled.push(id),
    },
    now: () => 1_000_000,
    probe: () => undefined,
    onBoard: () => Promise.resolve(),
    onAction: () => undefined,
    log: { info: () => undefined },
  })
})
afterAll(async () => await stage[Symbol.asyncDispose]())

async function pass(key: TaskKey): Promise<{ requeueAfterMs?: number }> {
  const lease = await Lease.acquire(stage.at.store.db, key, 'test', 60_000)
  if (lease === undefined) throw new Error('the lease is taken')
  try {
    return await reconcile(key, lease, new AbortController().signal)
  } finally {
    await Lease.release(stage.at.store.db, lease)
  }
}

test('a task whose issue is no more ends quietly, once and for all', async () => {
  const { db } = stage.at.store
  const key = TaskKeySchema.parse('ada/engine#4711')
  await saveTask(db, key, { authorisedBy: 'grace', waves: [], explanation: ['at work'] }, true)
  const [running, ended] = ['running', 'ended'].map((name) => RunId.parse(`${key}/${name}`))
  for (const id of [running!, ended!]) {
    const common = { taskKey: key, wave: 1, agent: 'critic', purpose: 'review', attempt: 1 }
    await createRun(db, { id, ...common, headSha: stage.main, request: {} })
  }
  await finishRun(db, ended!, { state: 'failed', outcome: { kind: 'failed', detail: 'x' }, usage: {} })
  for (let i = 0; i < 2; i += 1) expect(await pass(key)).toEqual({})
  expect(cancelled).toEqual([running])
  expect(await loadRun(db, running!)).toMatchObject({ state: 'cancelled', outcome: { kind: 'aborted' } })
  expect(await loadRun(db, ended!)).toMatchObject({ state: 'failed' })
  expect(await loadTask(db, key)).toMatchObject({
    open: false,
    state: { authorisedBy: 'grace', explanation: [expect.stringMatching(/deleted or moved/)] },
  })
  expect(await longestUnseen(db, { perOwner: 10, perHour: 10 })).not.toContain(key)
})

test('an issue that nothing is known of leaves nothing behind', async () => {
  const key = TaskKeySchema.parse('ada/engine#4712')
  expect(await pass(key)).toEqual({})
  expect(await loadTask(stage.at.store.db, key)).toBeUndefined()
})

test('an open issue without a policy is looked at and left alone', async () => {
  const { data } = await stage.t.as('grace').rest.issues.create({ ...repo, title: 'Another' })
  const before = stage.t.forge.requests.length
  expect(await pass(TaskKeySchema.parse(`ada/engine#${data.number}`))).toEqual({})
  const writes = stage.t.forge.requests
    .slice(before)
    .filter(
      ({ method, path }) =>
        method !== 'GET' && !path.endsWith('/graphql') && !path.endsWith('/access_tokens'),
    )
  expect(writes).toEqual([])
})
