// What a pull request that belongs to no task changes, read only while somebody has something frozen or a check says so.

import type { Kysely } from 'kysely'
import { taskRef, type TaskKey } from '../domain/ids.ts'
import { FREEZE_CHECK } from '../domain/gates/check-names.ts'
import { bindingOn, type ProposedChange } from '../domain/stages/proposed-freezes.ts'
import type { Proposal } from '../github/proposals-api.ts'
import type { RepoClient } from '../github/repo-client.ts'
import { freezesOf } from '../store/freezes.ts'
import type { Schema } from '../store/schema.ts'
import { linkedTasks, refOf } from '../store/tasks.ts'

/** The task whose wave works on a branch, by its pull request. */
async function ownerOf(
  db: Kysely<Schema>,
  client: RepoClient,
  key: TaskKey,
  branch: string,
): Promise<TaskKey | undefined> {
  const pulls = await client.pulls.ofBranch(branch)
  const links = await linkedTasks(
    db,
    pulls.map(({ number }) => refOf({ ...taskRef(key), number })),
  )
  return [...links.values()][0]
}

/**
 * Undefined where nothing was ever frozen: such a repository costs no request. What GitHub shows is read at the head that it
 * named first, as far as it can be: a push in between gets a pass of its own.
 */
export async function observeChange(
  db: Kysely<Schema>,
  client: RepoClient,
  key: TaskKey,
  { headSha, baseBranch, changedFiles }: Proposal,
  now: number,
): Promise<ProposedChange | undefined> {
  const task = taskRef(key)
  const all = await freezesOf(db, task)
  if (all.length === 0) return undefined
  const holding = bindingOn(all, undefined, now)
  const freezes =
    holding.length === 0 ? [] : bindingOn(holding, await ownerOf(db, client, key, baseBranch), now)
  const written = await client.checks.find(headSha, FREEZE_CHECK)
  return {
    key,
    headSha,
    files: freezes.length === 0 ? [] : await client.pulls.changed(task.number),
    changedFiles,
    freezes,
    checks: written === undefined ? [] : [{ ...written, name: FREEZE_CHECK }],
  }
}
