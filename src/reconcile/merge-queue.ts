// What the task query does not tell of merge queues: our checks on the commits of merge groups, and why a pull request left its queue.

import { CONSENSUS_CHECK, GATES_CHECK } from '../domain/render/checks.ts'
import type { QueuedObservation } from '../domain/merge-queue.ts'
import type { PullObservation, WaveObservation } from '../domain/snapshot.ts'
import type { RepoClient } from '../github/repo-client.ts'

type Client = {
  checks: Pick<RepoClient['checks'], 'find'>
  mergeQueue: Pick<RepoClient['mergeQueue'], 'look'>
}

async function withChecks(checks: Client['checks'], { sha }: QueuedObservation): Promise<QueuedObservation> {
  const found: QueuedObservation['checks'][number][] = []
  for (const name of [GATES_CHECK, CONSENSUS_CHECK]) {
    const check = await checks.find(sha, name)
    if (check !== undefined) found.push({ id: check.id, name, externalId: check.externalId })
  }
  return { sha, checks: found }
}

async function looked(client: Client, pull: PullObservation): Promise<PullObservation> {
  const { queued, mergeQueue, state, draft } = pull
  if (queued !== undefined) return { ...pull, queued: await withChecks(client.checks, queued) }
  // A draft is not put into a queue, and what was merged does not come back to one.
  if (mergeQueue === undefined || mergeQueue.inside || state !== 'open' || draft) return pull
  const { inside, removed } = await client.mergeQueue.look(pull.nodeId)
  return { ...pull, mergeQueue: { inside, ...(removed === undefined ? {} : { removed }) } }
}

/**
 * The waves, with what our checks say of each merge group, and with the last removal of what is outside its queue and could be in
 * it: one or two requests for each such pull request, none for the others. Asking for it with the task would double the query's cost.
 */
export async function withMergeGroups(
  client: Client,
  waves: readonly WaveObservation[],
): Promise<WaveObservation[]> {
  const seen: WaveObservation[] = []
  for (const wave of waves)
    seen.push(wave.pull === undefined ? wave : { ...wave, pull: await looked(client, wave.pull) })
  return seen
}
