// Merge queues as GraphQL shows them, and the two mutations on them.

import { authorize } from '../access.ts'
import { dequeue, enqueue } from '../merge-queue/enqueue.ts'
import { entriesOf, entryOf, type QueueEntry, queueRule } from '../merge-queue/entries.ts'
import type { Pull, Repository } from '../world.ts'
import type { Scope, View } from './scope.ts'

type Find = (id: string) => { repo: Repository; pull: Pull }
interface EnqueueArguments {
  input: { pullRequestId: string; expectedHeadOid?: string | null; clientMutationId?: string | null }
}
interface DequeueArguments {
  input: { id: string; clientMutationId?: string | null }
}

function entryView(scope: Scope, repo: Repository, entry: QueueEntry): View {
  const same = entriesOf(repo).filter(({ base }) => base === entry.base)
  const { group } = entry
  return {
    __typename: 'MergeQueueEntry',
    id: entry.nodeId,
    position: Math.max(1, same.indexOf(entry) + 1),
    state: group === undefined ? 'QUEUED' : 'AWAITING_CHECKS',
    enqueuedAt: entry.enqueuedAt,
    baseCommit: () => (group === undefined ? null : scope.views.commit(repo, group.baseSha)),
    headCommit: () => (group === undefined ? null : scope.views.commit(repo, group.sha)),
  }
}

/** What a pull request says of its queue. */
export function queueFields(scope: Scope, repo: Repository, pull: Pull): Record<string, unknown> {
  return {
    isMergeQueueEnabled: () => queueRule(repo, pull.baseRef) !== undefined,
    isInMergeQueue: () => entryOf(repo, pull) !== undefined,
    mergeQueueEntry: () => {
      const entry = entryOf(repo, pull)
      return entry === undefined ? null : entryView(scope, repo, entry)
    },
  }
}

/** The mutations, for the root of a query; `find` takes a pull request's node id. */
export function queueMutations(scope: Scope, find: Find): Record<string, unknown> {
  const { forge, caller, viewer } = scope
  const by = { actor: viewer, app: caller.kind === 'installation' ? caller.app : undefined }
  const found = (id: string): ReturnType<Find> => {
    const { repo, pull } = find(id)
    for (const permission of ['contents', 'merge_queues'] as const)
      authorize(caller, repo, { permission, level: 'write' })
    return { repo, pull }
  }
  const payload = (repo: Repository, entry: QueueEntry, client: string | null | undefined) => ({
    clientMutationId: client ?? null,
    mergeQueueEntry: () => entryView(scope, repo, entry),
  })
  return {
    enqueuePullRequest: async ({ input }: EnqueueArguments) => {
      const { repo, pull } = found(input.pullRequestId)
      const entry = await enqueue(forge, repo, pull, by, input.expectedHeadOid ?? undefined)
      return payload(repo, entry, input.clientMutationId)
    },
    dequeuePullRequest: async ({ input }: DequeueArguments) => {
      const { repo, pull } = found(input.id)
      return payload(repo, await dequeue(forge, repo, pull), input.clientMutationId)
    },
  }
}
