// What effects need, and all of it real: an embedded GitHub, a database, the client between them, and git for pushes.

import { silent } from '../support/postgres.ts'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type RunId, Sha, TaskKey, taskRef } from '../../src/domain/ids.ts'
import { createWorkspaces, type Workspaces } from '../../src/executor/workspaces.ts'
import type { GitHub } from '../../src/github/apps.ts'
import type { ActContext } from '../../src/reconcile/act/context.ts'
import { emptyTaskState, type TaskState } from '../../src/reconcile/task-state.ts'
import type { Repository } from '../../src/rehearsal/forge/world.ts'
import { Lease } from '../../src/store/leases.ts'
import { policy } from '../domain/support.ts'
import { githubOf, OWNER, REPO, startTestForge, type TestForge } from '../forge/support.ts'
import { testStore, type TestStore } from '../support/engine.ts'

const WORKFLOW = `name: Validate
run-name: baton validate \${{ inputs.nonce }}
on:
  workflow_dispatch:
    inputs:
      sha: { required: true, type: string }
      base_sha: { required: true, type: string }
      nonce: { required: true, type: string }
      plan: { required: true, type: string }
      platforms: { required: true, type: string }
jobs:
  validate:
    runs-on: ubuntu-latest
    steps:
      - run: echo hi
`

const FILES: Record<string, string> = {
  'README.md': '# engine\n',
  'src/lines.txt': `${Array.from({ length: 20 }, (_, i) => `line ${i + 1}`).join('\n')}\n`,
  '.github/workflows/baton-validate.yml': WORKFLOW,
}

export interface Stage extends AsyncDisposable {
  t: TestForge
  at: TestStore
  github: GitHub
  workspaces: Workspaces
  /** The issue that every task of these tests is about. */
  issue: number
  key: TaskKey
  main: Sha
  repository(): Repository
  /** What the queue was asked for. */
  enqueued: RunId[]
  cancelled: RunId[]
  woken: TaskKey[]
  remembered: Partial<TaskState>[]
  /** A context as the reconciler makes it; `crashAt` names the probe at which the process dies. */
  context(crashAt?: string, change?: Partial<ActContext>): Promise<ActContext>
}

/** What a process that dies looks like from inside. */
export class Crash extends Error {}

export async function startStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'baton-act-'))
  const files = join(folder, 'files')
  for (const [name, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(files, name)), { recursive: true })
    await writeFile(join(files, name), text)
  }
  const t = await startTestForge({
    repositories: [{ owner: OWNER, name: REPO, files, collaborators: { grace: 'write', lin: 'triage' } }],
  })
  const at = await testStore()
  const github = githubOf(t, 'baton', 'reviewer')
  const workspaces = createWorkspaces({
    dataDir: join(folder, 'data'),
    serverUrl: t.forge.url,
    github,
    log: silent,
  })
  const repo = { owner: OWNER, repo: REPO }
  const { data: issue } = await t
    .as('grace')
    .rest.issues.create({ ...repo, title: 'Make it sparse', labels: [] })
  const { data: ref } = await t.as('grace').rest.git.getRef({ ...repo, ref: 'heads/main' })
  const key = TaskKey.parse(`${OWNER}/${REPO}#${issue.number}`)
  const inForce = policy()
  const enqueued: RunId[] = []
  const cancelled: RunId[] = []
  const woken: TaskKey[] = []
  const remembered: Partial<TaskState>[] = []
  const lease = await Lease.acquire(at.store.db, key, 'test', 3_600_000)
  if (lease === undefined) throw new Error('the lease is taken')
  return {
    t,
    at,
    github,
    workspaces,
    issue: issue.number,
    key,
    main: Sha.parse(ref.object.sha),
    repository() {
      const found = t.forge.world.repositories.get(`${OWNER}/${REPO}`)
      if (found === undefined) throw new Error('no repository')
      return found
    },
    enqueued,
    cancelled,
    woken,
    remembered,
    async context(crashAt, change = {}) {
      return {
        lease,
        signal: new AbortController().signal,
        key,
        task: taskRef(key),
        db: at.store.db,
        author: await github.author(repo),
        reviewer: await github.reviewer(repo),
        publisher: workspaces,
        runs: {
          wakeIn: (_trx, keys) => {
            woken.push(...keys)
            return Promise.resolve()
          },
          reprioritise: () => Promise.resolve(),
          enqueueRunIn: (_trx, id) => {
            enqueued.push(id)
            return Promise.resolve()
          },
          cancelRun: (id) => cancelled.push(id),
        },
        policy: inForce,
        pack: inForce.pack,
        defaultBranch: 'main',
        now: () => 1_000_000,
        remember: (change) => {
          const before = Object.assign(emptyTaskState(), ...remembered) as TaskState
          remembered.push(typeof change === 'function' ? change(before) : change)
          return Promise.resolve()
        },
        probe: (point) => {
          if (point === crashAt) throw new Crash(point)
        },
        ...change,
      }
    },
    async [Symbol.asyncDispose]() {
      await at.close()
      await t.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
