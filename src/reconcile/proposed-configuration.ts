// What a pull request that belongs to no task proposes as policy and roster, read only where it touches them.

import { isConfigurationFile } from '../domain/policy/configuration-files.ts'
import { CONFIGURATION_CHECK } from '../domain/render/configuration-check.ts'
import type { ProposedConfiguration } from '../domain/stages/proposed-configuration.ts'
import type { Proposal } from '../github/proposals-api.ts'
import type { RepoClient } from '../github/repo-client.ts'
import type { Configurations } from './configuration.ts'

/**
 * Undefined when the pull request leaves the configuration alone. Everything is read at the head that GitHub named first: a
 * push in between is news of its own, and gets a pass of its own.
 */
export async function observeConfiguration(
  configurations: Configurations,
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
