// Our checks on the commits of merge groups: two requests for each pull request that is in a queue, none for the others.

import { CONSENSUS_CHECK, GATES_CHECK } from '../domain/render/checks.ts'
import type { PullObservation, QueuedObservation, WaveObservation } from '../domain/snapshot.ts'
import type { RepoClient } from '../github/repo-client.ts'

type Checks = Pick<RepoClient['checks'], 'find'>

async function withChecks(checks: Checks, { sha }: QueuedObservation): Promise<QueuedObservation> {
  const found: QueuedObservation['checks'][number][] = []
  for (const name of [GATES_CHECK, CONSENSUS_CHECK]) {
    const check = await checks.find(sha, name)
    if (check !== undefined) found.push({ id: check.id, name, externalId: check.externalId })
  }
  return { sha, checks: found }
}

/** The waves, with what our checks say of each merge group: asking for it with the task would double the query's cost. */
export async function withMergeGroups(
  client: { checks: Checks },
  waves: readonly WaveObservation[],
): Promise<WaveObservation[]> {
  const seen: WaveObservation[] = []
  for (const wave of waves) {
    const pull: PullObservation | undefined = wave.pull
    const queued = pull?.queued && (await withChecks(client.checks, pull.queued))
    seen.push(pull === undefined || queued === undefined ? wave : { ...wave, pull: { ...pull, queued } })
  }
  return seen
}
