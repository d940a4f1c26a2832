// A run's worktree as the executor cuts it: an embedded GitHub, the real client, a mirror in a temporary folder.

import { silent } from '../support/postgres.ts'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunId, Sha, TaskKey } from '../../src/domain/ids.ts'
import { createWorkspaces, type Workspaces } from '../../src/executor/workspaces.ts'
import type { Mirror } from '../../src/workspace/mirror.ts'
import { tip } from '../forge/code/support.ts'
import { githubOf, OWNER, REPO, startTestForge, type TestForge } from '../forge/support.ts'

export const KEY = TaskKey.parse(`${OWNER}/${REPO}#1`)
export const repo = { owner: OWNER, repo: REPO } as const
export const { signal } = new AbortController()

export interface Bench extends AsyncDisposable {
  t: TestForge
  workspaces: Workspaces
  /** Where worktrees live. */
  worktrees: string
  main: Sha
  mirror: Mirror
  /** The same folders, as another process sees them after a restart. */
  restarted(): Workspaces
}

export const runId = (name: string): RunId => RunId.parse(`${KEY}/w1/implementer/implement/${name}`)

export async function startBench(): Promise<Bench> {
  const dataDir = await mkdtemp(join(tmpdir(), 'baton-exec-'))
  const t = await startTestForge()
  const github = githubOf(t)
  const restarted = (): Workspaces =>
    createWorkspaces({ dataDir, serverUrl: t.forge.url, github, log: silent })
  const workspaces = restarted()
  const main = Sha.parse(await tip(t.as('grace'), 'main'))
  return {
    t,
    workspaces,
    worktrees: join(dataDir, 'worktrees'),
    main,
    mirror: await workspaces.mirror(repo, [main], signal),
    restarted,
    async [Symbol.asyncDispose]() {
      await t.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
