// A directive for the whole repository, pass by pass on a real database and the embedded GitHub: filed, taken in, acted upon, closed.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { TaskKey } from '../../src/domain/ids.ts'
import { createChangedFiles } from '../../src/reconcile/changed-files.ts'
import { createCodeOwners } from '../../src/reconcile/code-owners.ts'
import { createConfigurations } from '../../src/reconcile/configuration.ts'
import { createReconciler, type Reconciler } from '../../src/reconcile/reconcile.ts'
import { TaskState } from '../../src/reconcile/task-state.ts'
import { openBroadcasts } from '../../src/store/broadcasts.ts'
import { Lease } from '../../src/store/leases.ts'
import { finishRun, runsOfTask } from '../../src/store/runs.ts'
import { loadTask } from '../../src/store/tasks.ts'
import { policy } from '../domain/support.ts'
import { OWNER, repo, REPO } from '../forge/support.ts'
import { Crash, type Stage, startStage } from './support.ts'

const POLICY = `version: 1
extends: asa-swarm
validate:
  commands:
    - { name: tests, run: npm test }
`
const BODY = [
  ['Technical alignment', 'Tensor layout'],
  ['Context', 'two layouts'],
  ['Impact', 'transposing'],
  ['Directive', 'Rows everywhere'],
  ['Rationale', 'fewer copies'],
  ['Action required', 'everybody'],
  ['To', '_No response_'],
]
  .map(([label, answer]) => `### ${label}\r\n\r\n${answer}`)
  .join('\r\n\r\n')

let stage: Stage
let reconcile: Reconciler
let crash = false
const woken: TaskKey[] = []
const keyOf = (number: number): TaskKey => TaskKey.parse(`${OWNER}/${REPO}#${number}`)
async function file(title: string, body: string, labels: string[]): Promise<TaskKey> {
  const { data } = await stage.t.as('grace').rest.issues.create({ ...repo, title, body, labels })
  return keyOf(data.number)
}
beforeAll(async () => {
  stage = await startStage()
  const { rest } = stage.t.as('grace')
  await rest.repos.createOrUpdateFileContents({
    ...repo,
    path: '.github/baton.yml',
    message: 'Set the policy',
    content: Buffer.from(POLICY).toString('base64'),
  })
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
      wakeIn: (_trx, keys) => {
        if (crash) throw new Crash('wakeIn')
        woken.push(...keys)
        return Promise.resolve()
      },
      reprioritise: () => Promise.resolve(),
      cancelRun: () => undefined,
    },
    now: () => Date.UTC(2026, 10, 21, 12),
    probe: () => undefined,
    onBoard: () => Promise.resolve(),
    onAction: () => undefined,
    log: { info: () => undefined },
  })
})
afterAll(async () => await stage[Symbol.asyncDispose]())

async function pass(key: TaskKey): Promise<void> {
  const lease = await Lease.acquire(stage.at.store.db, key, 'test', 60_000)
  if (lease === undefined) throw new Error('the lease is taken')
  try {
    await reconcile(key, lease, new AbortController().signal)
  } finally {
    await Lease.release(stage.at.store.db, lease)
  }
}
async function stateOf(key: TaskKey): Promise<TaskState> {
  const record = await loadTask(stage.at.store.db, key)
  return TaskState.parse(record?.state ?? {})
}
const issueOf = async (key: TaskKey) =>
  (await stage.t.as('grace').rest.issues.get({ ...repo, issue_number: Number(key.split('#')[1]) })).data
const words = async (key: TaskKey): Promise<string> =>
  (
    await stage.t.as('grace').rest.issues.listComments({ ...repo, issue_number: Number(key.split('#')[1]) })
  ).data
    .map(({ body }) => body)
    .join('\n')

const TRIAGE = {
  summary: 's',
  taskType: 'research',
  complexity: 'simple',
  components: [],
  acceptance: ['a'],
  rationale: 'r',
}
const REPORT = { summary: 's', findings: [], recommendation: 'r', risks: [] }
/** Ends the runs of a purpose that wait. */
async function finish(key: TaskKey, purpose: string, value: object) {
  const { db } = stage.at.store
  const open = (await runsOfTask(db, key)).filter((run) => run.state === 'queued' && run.purpose === purpose)
  for (const { id } of open) {
    const outcome = { kind: 'done', purpose, value, commit: null, paths: [] }
    await finishRun(db, id, { state: 'done', outcome, usage: null })
  }
  return open
}

test('is filed, told, acted upon in every task, and closed with a last word', async () => {
  const { db } = stage.at.store
  const labels = ['baton']
  const tasks = [await file('One', 'Look into it.', labels), await file('Two', 'And this.', labels)]
  const stranger = await file('Three', 'Nobody handed this over.', [])
  for (const key of [...tasks, stranger]) await pass(key)
  const directive = await file('Technical alignment: layout', BODY, ['baton'])

  // A crash before the tasks are woken leaves nothing given: the next pass does all of it.
  crash = true
  await expect(pass(directive)).rejects.toThrow(Crash)
  crash = false
  expect(await openBroadcasts(db, repo)).toEqual([])
  expect((await stateOf(directive)).desired?.broadcast).toBeUndefined()
  woken.length = 0
  await pass(directive)
  expect(new Set(woken)).toEqual(new Set(tasks))
  expect(await openBroadcasts(db, repo)).toMatchObject([{ tasks, said: { topic: 'Tensor layout' } }])
  expect(await words(directive)).toContain('not told yet')
  expect(await runsOfTask(db, directive)).toEqual([])

  // Both are triaged only now: the first run of each is told, and its answer ends the directive there.
  const id = `i${directive.split('#')[1]}`
  for (const key of tasks) {
    await finish(key, 'triage', TRIAGE)
    woken.length = 0
    await pass(key)
    // Taken in: the issue that gave it looks again.
    expect(woken).toEqual([directive])
    expect((await stateOf(key)).desired?.directives).toMatchObject([{ comment: 0, to: ['researcher'] }])
    await pass(directive)
    expect(await words(directive)).toContain(`| #${key.split('#')[1]} | researcher | open |`)
    const [run] = await finish(key, 'research', { ...REPORT, directives: [{ id, did: 'reads rows' }] })
    expect(run?.request).toMatchObject({ brief: { directives: [id] } })
    expect((await issueOf(directive)).state).toBe('open')
    await pass(key)
    expect((await stateOf(key)).desired?.directives[0]?.closed).toBeDefined()
  }
  await pass(directive)
  expect(await issueOf(directive)).toMatchObject({ state: 'closed' })
  expect(await words(directive)).toContain('### Directive closed')
  expect(await openBroadcasts(db, repo)).toEqual([])
  const before = await words(directive)
  await pass(directive)
  expect(await words(directive)).toBe(before)
})
