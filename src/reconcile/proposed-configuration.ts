// A pull request that belongs to no task: when it changes policy or roster, a check on its head says whether they would work.

import type { Kysely } from 'kysely'
import type { Action } from '../domain/actions.ts'
import { taskRef, type TaskKey } from '../domain/ids.ts'
import { isConfigurationFile } from '../domain/policy/configuration-files.ts'
import { CONFIGURATION_CHECK } from '../domain/render/configuration-check.ts'
import {
  decideProposedConfiguration,
  type ProposedConfiguration,
} from '../domain/stages/proposed-configuration.ts'
import type { GitHub } from '../github/apps.ts'
import type { Proposal } from '../github/proposals-api.ts'
import type { RepoClient } from '../github/repo-client.ts'
import type { Lease } from '../store/leases.ts'
import type { Schema } from '../store/schema.ts'
import { check } from './act/check.ts'
import type { Configurations } from './configuration.ts'

export interface ProposalDeps {
  db: Kysely<Schema>
  github: GitHub
  configurations: Configurations
  probe: (point: string) => void
  onAction: (key: TaskKey, action: Action) => void
  log: { info(fields: object, message: string): void }
}

/**
 * Undefined when the pull request leaves the configuration alone. Everything is read at the head that GitHub named first: a
 * push in between is news of its own, and gets a pass of its own.
 */
async function observe(
  { configurations }: ProposalDeps,
  client: RepoClient,
  number: number,
  { headSha, baseSha, changedFiles }: Proposal,
): Promise<ProposedConfiguration | undefined> {
  const { paths, files } = await client.proposals.touched(number)
  const touches = paths.some(isConfigurationFile)
  // A list that GitHub cut off proves nothing: then the files themselves have to differ.
  if (!touches && files >= changedFiles) return undefined
  const head = await client.proposals.configuration(headSha)
  const base = await client.proposals.configuration(baseSha)
  if (!touches && JSON.stringify(head) === JSON.stringify(base)) return undefined
  const written = await client.checks.find(headSha, CONFIGURATION_CHECK)
  return {
    headSha,
    touched: paths,
    proposed: configurations.inspect(head),
    base: configurations.inspect(base),
    checks: written === undefined ? [] : [{ ...written, name: CONFIGURATION_CHECK }],
  }
}

/** Returns whether the number is a pull request at all. Raises what asking GitHub raises. */
export async function checkProposedConfiguration(
  deps: ProposalDeps,
  key: TaskKey,
  lease: Lease,
  signal: AbortSignal,
): Promise<boolean> {
  const task = taskRef(key)
  const author = await deps.github.author(task)
  const proposal = await author.proposals.find(task.number)
  if (proposal === undefined) return false
  const seen = proposal.open ? await observe(deps, author, task.number, proposal) : undefined
  for (const action of seen === undefined ? [] : decideProposedConfiguration(seen)) {
    signal.throwIfAborted()
    await check(action, { lease, key, db: deps.db, author, probe: deps.probe })
    deps.onAction(key, action)
    deps.log.info({ task: key, action: action.do, conclusion: action.conclusion }, 'acted')
  }
  return true
}
