// A repository with its embedded GitHub and database, and passes over it at a time of the test's choosing.

import { afterEach, beforeEach } from 'vitest'
import { repoKey, taskKey } from '../../src/domain/ids.ts'
import { createConfigurations } from '../../src/reconcile/configuration.ts'
import { createRepositoryReconciler } from '../../src/reconcile/repository/reconcile.ts'
import { emptyTaskState } from '../../src/reconcile/task-state.ts'
import type { Issue } from '../../src/rehearsal/forge/world.ts'
import { Lease } from '../../src/store/leases.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { policy } from '../domain/support.ts'
import { OWNER, repo, REPO } from '../forge/support.ts'
import { Crash, type Stage, startStage } from './support.ts'

export const here = { owner: OWNER, repo: REPO }
export const key = repoKey(here)
/** A Saturday. */
export const START = Date.parse('2026-11-21T06:00:00Z')
export const HOUR = 60 * 60_000
export const DAILY =
  'rhythm: { review: daily 08:00, integration: false, conflicts: false, assessment: false, sprint: false }\n'

export let stage: Stage
/** `crash`: the probe at which the process dies, and after how many that passed. */
export const life: { now: number; crash: { at: string; after: number } | undefined } = {
  now: START,
  crash: undefined,
}

export async function setPolicy(more: string): Promise<void> {
  const { rest } = stage.t.as('grace')
  const text = `version: 1\nextends: asa-swarm\nvalidate:\n  commands:\n    - { name: tests, run: npm test }\n${more}`
  const path = '.github/baton.yml'
  const there = await rest.repos.getContent({ ...repo, path }).then(
    ({ data }) => ('sha' in data ? data.sha : undefined),
    () => undefined,
  )
  await rest.repos.createOrUpdateFileContents({
    ...repo,
    path,
    message: 'Set the policy',
    content: Buffer.from(text).toString('base64'),
    ...(there === undefined ? {} : { sha: there }),
  })
}

export async function look(): Promise<{ requeueAfterMs?: number }> {
  const { db } = stage.at.store
  const { pack } = policy()
  const reconcile = createRepositoryReconciler({
    db,
    github: stage.github,
    configurations: createConfigurations(db, new Map([[pack.name, pack]])),
    now: () => life.now,
    probe: (point) => {
      if (life.crash?.at === point && life.crash.after-- <= 0) throw new Crash(point)
    },
    onAction: () => undefined,
    log: { info: () => undefined },
  })
  const lease = await Lease.acquire(db, key, 'test', 60_000)
  if (lease === undefined) throw new Error('the lease is taken')
  try {
    return await reconcile(key, lease, new AbortController().signal)
  } finally {
    await Lease.release(db, lease)
  }
}

export const boards = (): Issue[] =>
  [...stage.repository().issues.values()].filter(({ title }) => title === 'Baton: status board')
export function board(): Issue {
  const [found, ...others] = boards()
  if (found === undefined || others.length > 0) throw new Error(`${boards().length} boards, not one`)
  return found
}
export const told = (): string[] => board().comments.map(({ body }) => body)
/** A task that somebody handed over and that waits for a person. */
export const openTask = (number: number, title: string): Promise<void> =>
  saveTask(
    stage.at.store.db,
    taskKey({ ...here, number }),
    {
      ...emptyTaskState(),
      authorisedBy: 'grace',
      shown: { title, state: 'blocked', merged: [] },
      explanation: ['waits for @grace'],
    },
    true,
  )

/** A stage of its own for each test; to be called at the top of a file. */
export function onStage(): void {
  beforeEach(async () => {
    stage = await startStage()
    life.now = START
    life.crash = undefined
  })
  afterEach(() => stage[Symbol.asyncDispose]())
}
