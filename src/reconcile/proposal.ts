// A pull request that belongs to no task: the checks that say whether it may go in as far as this is for us to say.

import type { Kysely } from 'kysely'
import type { Action } from '../domain/actions.ts'
import { taskRef, type RepoRef, type TaskKey } from '../domain/ids.ts'
import { decideProposedConfiguration } from '../domain/stages/proposed-configuration.ts'
import { decideProposedChange, nextThaw } from '../domain/stages/proposed-freezes.ts'
import type { GitHub } from '../github/apps.ts'
import type { Lease } from '../store/leases.ts'
import type { Schema } from '../store/schema.ts'
import { openStatesWith } from '../store/tasks.ts'
import { check } from './act/check.ts'
import type { Configurations } from './configuration.ts'
import { observeConfiguration } from './proposed-configuration.ts'
import { observeChange } from './proposed-freezes.ts'
import { TaskState } from './task-state.ts'

export interface ProposalDeps {
  db: Kysely<Schema>
  github: GitHub
  configurations: Configurations
  now: () => number
  probe: (point: string) => void
  onAction: (key: TaskKey, action: Action) => void
  log: { info(fields: object, message: string): void }
}

/**
 * Whether a task works on the branch. Its pull request is linked to it only once GitHub has answered, and the webhook can be quicker: what
 * is said of the head is the task's to say, and would otherwise be said twice, of a freeze of its own even wrongly.
 */
async function isOfTask(db: Kysely<Schema>, repo: RepoRef, branch: string | undefined): Promise<boolean> {
  if (branch === undefined) return false
  const states = await openStatesWith(db, repo, 'branch', branch)
  return states.some((state) => TaskState.parse(state).waves.some((wave) => wave.branch === branch))
}

/** Undefined when the number is no pull request; otherwise when to look again by itself. Raises what asking GitHub raises. */
export async function checkProposal(
  deps: ProposalDeps,
  key: TaskKey,
  lease: Lease,
  signal: AbortSignal,
): Promise<{ requeueAfterMs?: number } | undefined> {
  const task = taskRef(key)
  const { db } = deps
  const author = await deps.github.author(task)
  const proposal = await author.proposals.find(task.number)
  if (proposal === undefined) return undefined
  if (!proposal.open) return {}
  const now = deps.now()
  const configuration = await observeConfiguration(deps.configurations, author, task.number, proposal)
  const change = await observeChange(db, author, key, proposal, now)
  const actions = [
    ...(configuration === undefined ? [] : decideProposedConfiguration(configuration)),
    ...(change === undefined ? [] : decideProposedChange(change, now)),
  ]
  if (actions.length > 0 && (await isOfTask(db, task, proposal.headBranch))) return {}
  for (const action of actions) {
    signal.throwIfAborted()
    await check(action, { lease, key, db, author, probe: deps.probe })
    deps.onAction(key, action)
    deps.log.info({ task: key, action: action.do, conclusion: action.conclusion }, 'acted')
  }
  const thaw = change && nextThaw(change.freezes, now)
  return thaw === undefined ? {} : { requeueAfterMs: thaw }
}
