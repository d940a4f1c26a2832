// A pull request in GitHub's merge queue: where it stands, and putting it in.

import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import type { QueueRemoval } from '../domain/merge-queue.ts'
import { TransientError, UserError } from '../errors.ts'
import { dequeueMutation, enqueueMutation, queueQuery } from './queue-query.ts'
import type { Connection } from './repo-client.ts'
import { graphqlRefusal } from './request-error.ts'

export interface QueueState {
  merged: boolean
  headSha: Sha
  inside: boolean
  /** The last time that it left the queue; undefined: never. */
  removed: QueueRemoval | undefined
}

export type EnqueueResult =
  | { kind: 'queued' | 'already' }
  /** `moved`: the head is another one now. `refused`: a rule or a conflict says no, in GitHub's words. */
  | { kind: 'moved' | 'refused'; message: string }

export interface MergeQueueApi {
  /** Takes the pull request's node id. */
  look(nodeId: string): Promise<QueueState>
  /** Puts exactly this head into the queue. Raises UserError when the App may not. */
  enqueue(nodeId: string, sha: Sha): Promise<EnqueueResult>
  /** Takes it out; nothing happens where it is not in. Raises UserError when the App may not. */
  dequeue(nodeId: string): Promise<void>
}

const BROKEN = new Set(['ACTION_REQUIRED', 'CANCELLED', 'FAILURE', 'STARTUP_FAILURE', 'TIMED_OUT'])

const removal = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  reason: z.string().nullable(),
  beforeCommit: z
    .object({
      checkSuites: z
        .object({
          nodes: z.array(
            z.object({
              checkRuns: z
                .object({
                  nodes: z.array(z.object({ name: z.string(), conclusion: z.string().nullable() })),
                })
                .nullable(),
            }),
          ),
        })
        .nullable(),
    })
    .nullable(),
})

const queueAnswer = z.object({
  node: z.object({
    merged: z.boolean(),
    headRefOid: Sha,
    isInMergeQueue: z.boolean(),
    timelineItems: z.object({ nodes: z.array(removal) }),
  }),
})

const enqueueAnswer = z.object({
  enqueuePullRequest: z.object({ mergeQueueEntry: z.object({ id: z.string() }).nullable() }),
})

/** The commit is that of the merge group, so its checks are those that the queue waited for, and perhaps others. */
function toRemoval({ id, createdAt, reason, beforeCommit }: z.infer<typeof removal>): QueueRemoval {
  const runs = (beforeCommit?.checkSuites?.nodes ?? []).flatMap((suite) => suite.checkRuns?.nodes ?? [])
  const failed = runs.filter(({ conclusion }) => BROKEN.has(conclusion ?? '')).map(({ name }) => name)
  return { id, at: Date.parse(createdAt), reason: reason ?? undefined, failed: [...new Set(failed)] }
}

const MISSING_RIGHT =
  'give the App `merge_queues: write` and accept it on the installation; until then a person has to add the pull request to the queue'

export function mergeQueueApi({ octokit, read, write }: Connection): MergeQueueApi {
  const look = (nodeId: string): Promise<QueueState> =>
    read('looking at the merge queue', async () => {
      const { node } = queueAnswer.parse(await octokit.graphql(queueQuery, { id: nodeId }))
      const last = node.timelineItems.nodes.at(-1)
      return {
        merged: node.merged,
        headSha: node.headRefOid,
        inside: node.isInMergeQueue,
        removed: last && toRemoval(last),
      }
    })
  /** What GitHub says in refusing; throws everything else, and what only people can mend in words for them. */
  const refusalOf = (error: unknown): string => {
    const refusal = graphqlRefusal(error)
    const message = refusal?.errors.map((one) => one.message).join('; ') ?? ''
    if (refusal?.errors.some(({ type }) => type === 'FORBIDDEN') === true)
      throw new UserError(`GitHub does not let the App use the merge queue: ${message}`, MISSING_RIGHT, {
        cause: error,
      })
    if (refusal?.errors.every(({ type }) => type === 'UNPROCESSABLE') !== true) throw error
    return message
  }
  return {
    look,
    enqueue: (nodeId, sha) =>
      write('adding a pull request to the merge queue', async () => {
        try {
          enqueueAnswer.parse(await octokit.graphql(enqueueMutation, { id: nodeId, head: sha }))
          return { kind: 'queued' }
        } catch (error) {
          const message = refusalOf(error)
          // The words of a refusal are nowhere published: what is the case is asked instead.
          const { inside, merged, headSha } = await look(nodeId)
          if (inside || merged) return { kind: 'already' }
          return { kind: headSha === sha ? 'refused' : 'moved', message }
        }
      }),
    dequeue: (nodeId) =>
      write('taking a pull request out of the merge queue', async () => {
        try {
          await octokit.graphql(dequeueMutation, { id: nodeId })
        } catch (error) {
          const message = refusalOf(error)
          if ((await look(nodeId)).inside)
            throw new TransientError(`it does not leave the merge queue: ${message}`, { cause: error })
        }
      }),
  }
}
