// What is said in a pull request's diff, as the task query asks for them.

import { z } from 'zod'
import { topicOf } from '../domain/markers.ts'
import type { PullObservation, ThreadObservation } from '../domain/snapshot.ts'
import { actor, person } from './actor.ts'

const comment = z.object({
  databaseId: z.number().nullable(),
  body: z.string(),
  createdAt: z.iso.datetime(),
  lastEditedAt: z.string().nullable(),
  author: actor,
  viewerDidAuthor: z.boolean(),
  pullRequestReview: z
    .object({
      databaseId: z.number().nullable(),
      state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING']),
      authorCanPushToRepository: z.boolean(),
    })
    .nullable(),
})
const thread = z.object({
  id: z.string(),
  isResolved: z.boolean(),
  path: z.string(),
  line: z.number().nullable(),
  resolvedBy: z.object({ login: z.string() }).nullable(),
  comments: z.object({ nodes: z.array(comment) }),
})

/** Null or left out: the pull request was not asked for, or is gone. */
export const talkAnswer = z
  .object({
    number: z.number(),
    reviewThreads: z.object({ nodes: z.array(thread) }),
  })
  .nullish()

const SETTLED = /^settled\//

/**
 * GitHub shows an App that resolved a thread as no account at all, or as one whose name ends in `[bot]`; what we resolve we
 * also say in the thread.
 */
function resolution(
  { isResolved, resolvedBy }: z.infer<typeof thread>,
  comments: ThreadObservation['comments'],
  reviewer: string | undefined,
): ThreadObservation['resolved'] {
  if (!isResolved) return 'no'
  if (resolvedBy === null || resolvedBy.login.endsWith('[bot]') || resolvedBy.login === reviewer)
    return 'by us'
  return comments.some(({ topic }) => topic !== undefined && SETTLED.test(topic)) ? 'by us' : 'by a person'
}

function toThread(node: z.infer<typeof thread>, reviewer: string | undefined): ThreadObservation {
  const comments = node.comments.nodes.flatMap((one) => {
    if (one.databaseId === null) return []
    const author = person(one.author)
    const ours = one.viewerDidAuthor || (author.kind === 'bot' && author.login === reviewer)
    const review = one.pullRequestReview
    return [
      {
        id: one.databaseId,
        author,
        body: one.body,
        edited: one.lastEditedAt !== null,
        topic: ours ? topicOf(one.body) : undefined,
        review:
          review === null || review.databaseId === null
            ? undefined
            : { id: review.databaseId, state: review.state, mayWrite: review.authorCanPushToRepository },
      },
    ]
  })
  return {
    nodeId: node.id,
    path: node.path,
    line: node.line ?? undefined,
    resolved: resolution(node, comments, reviewer),
    comments,
  }
}

/** Threads of a pull request; nothing where those of another were read. */
export function toTalk(
  answer: z.infer<typeof talkAnswer>,
  pull: number,
  reviewer: string | undefined,
): Pick<PullObservation, 'threads'> {
  if (answer?.number !== pull) return {}
  return {
    threads: answer.reviewThreads.nodes.map((node) => toThread(node, reviewer)),
  }
}
