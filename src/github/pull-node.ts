// A pull request as the task query shows it, parsed into plain data.

import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import { topicOf } from '../domain/markers.ts'
import type { CheckObservation, OwnComment, PullObservation } from '../domain/snapshot.ts'
import { InternalError } from '../errors.ts'
import { actor, person } from './actor.ts'

export const comment = z.object({
  databaseId: z.number().nullable(),
  body: z.string(),
  createdAt: z.iso.datetime(),
  lastEditedAt: z.iso.datetime().nullable(),
  author: actor,
  authorAssociation: z.string(),
  viewerDidAuthor: z.boolean(),
})
const checkStatus = z.enum(['QUEUED', 'IN_PROGRESS', 'COMPLETED', 'WAITING', 'PENDING', 'REQUESTED'])
const checkConclusion = z.enum([
  'ACTION_REQUIRED',
  'CANCELLED',
  'FAILURE',
  'NEUTRAL',
  'SKIPPED',
  'STALE',
  'STARTUP_FAILURE',
  'SUCCESS',
  'TIMED_OUT',
])

const pullState = z.enum(['OPEN', 'CLOSED', 'MERGED'])
const checkSuites = z
  .object({
    nodes: z.array(
      z.object({
        app: z.object({ databaseId: z.number().nullable(), slug: z.string().nullish() }).nullable(),
        checkRuns: z
          .object({
            nodes: z.array(
              z.object({
                databaseId: z.number().nullable(),
                name: z.string(),
                status: checkStatus,
                conclusion: checkConclusion.nullable(),
                externalId: z.string().nullable(),
              }),
            ),
          })
          .nullable(),
      }),
    ),
  })
  .nullable()

export const pullNode = z.object({
  id: z.string(),
  number: z.number(),
  title: z.string(),
  body: z.string(),
  state: pullState,
  isDraft: z.boolean(),
  isCrossRepository: z.boolean(),
  mergeable: z.enum(['MERGEABLE', 'CONFLICTING', 'UNKNOWN']),
  headRefOid: Sha,
  baseRefName: z.string(),
  baseRefOid: Sha,
  mergedAt: z.iso.datetime().nullable(),
  mergeCommit: z
    .object({ oid: Sha, parents: z.object({ nodes: z.array(z.object({ oid: Sha })) }) })
    .nullable(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullable(),
  reviewDecision: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'REVIEW_REQUIRED']).nullable(),
  reviews: z
    .object({
      nodes: z.array(
        z.object({
          databaseId: z.number().nullable(),
          state: z.enum(['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED', 'DISMISSED', 'PENDING']),
          body: z.string(),
          lastEditedAt: z.string().nullable(),
          author: actor,
          commit: z.object({ oid: Sha }).nullable(),
          viewerDidAuthor: z.boolean(),
          authorCanPushToRepository: z.boolean(),
        }),
      ),
    })
    .nullable(),
  isMergeQueueEnabled: z.boolean(),
  isInMergeQueue: z.boolean(),
  mergeQueueEntry: z.object({ headCommit: z.object({ oid: Sha }).nullable() }).nullable(),
  comments: z.object({ nodes: z.array(comment) }),
  commits: z.object({
    nodes: z.array(
      z.object({
        commit: z.object({
          associatedPullRequests: z
            .object({
              nodes: z.array(
                z.object({
                  number: z.number(),
                  state: pullState,
                  headRefOid: Sha,
                  baseRefName: z.string(),
                  isCrossRepository: z.boolean(),
                }),
              ),
            })
            .nullable(),
          checkSuites,
        }),
      }),
    ),
  }),
})
type PullNode = z.infer<typeof pullNode>

export function own(nodes: readonly z.infer<typeof comment>[]): OwnComment[] {
  return nodes.flatMap((node) => {
    const topic = topicOf(node.body)
    return node.viewerDidAuthor && node.databaseId !== null && topic !== undefined
      ? [{ id: node.databaseId, topic, body: node.body }]
      : []
  })
}

/** Is typed as what it is: `toLowerCase()` on these ASCII enum members gives exactly Lowercase<T>. */
function isLower<T extends string>(text: string, value: T): text is Lowercase<T> {
  return text === value.toLowerCase()
}

export function lower<T extends string>(value: T): Lowercase<T> {
  const text = value.toLowerCase()
  if (!isLower(text, value)) throw new InternalError(`${value} has no lower case`)
  return text
}

/** Check runs of our own App on a commit. */
const ownChecks = (suites: z.infer<typeof checkSuites>, appId: number): CheckObservation[] =>
  (suites?.nodes ?? [])
    .filter((suite) => suite.app?.databaseId === appId)
    .flatMap((suite) => suite.checkRuns?.nodes ?? [])
    .map((check) => ({
      id: check.databaseId ?? 0,
      name: check.name,
      externalId: check.externalId ?? '',
      status: lower(check.status),
      conclusion: check.conclusion === null ? null : lower(check.conclusion),
    }))

/**
 * Other open pull requests with the same head. One from a fork to the same branch would bring the very same change to the same
 * place: it is left out, so that nobody can hold up a wave from outside.
 */
const siblingsOf = (node: PullNode): number[] =>
  (node.commits.nodes[0]?.commit.associatedPullRequests?.nodes ?? [])
    .filter(
      (other) =>
        other.state === 'OPEN' &&
        other.number !== node.number &&
        other.headRefOid === node.headRefOid &&
        !(other.isCrossRepository && other.baseRefName === node.baseRefName),
    )
    .map(({ number }) => number)

export function toPull(node: PullNode, appId: number, reviewer: string | undefined): PullObservation {
  const commit = node.commits.nodes[0]?.commit
  const suites = commit?.checkSuites?.nodes ?? []
  const siblings = siblingsOf(node)
  const group = node.mergeQueueEntry?.headCommit
  return {
    nodeId: node.id,
    number: node.number,
    title: node.title,
    body: node.body,
    state: lower(node.state),
    draft: node.isDraft,
    labels: (node.labels?.nodes ?? []).map(({ name }) => name),
    mergeable: lower(node.mergeable),
    headSha: node.headRefOid,
    baseSha: node.baseRefOid,
    mergeSha: node.mergeCommit?.oid,
    mergeParent: node.mergeCommit?.parents.nodes[0]?.oid,
    mergedAt: node.mergedAt === null ? undefined : Date.parse(node.mergedAt),
    reviewDecision: node.reviewDecision ?? undefined,
    reviews: (node.reviews?.nodes ?? []).map((review) => ({
      id: review.databaseId ?? 0,
      author: person(review.author),
      state: review.state,
      sha: review.commit?.oid,
      body: review.body,
      edited: review.lastEditedAt !== null,
      topic:
        review.viewerDidAuthor || (review.author?.__typename === 'Bot' && review.author.login === reviewer)
          ? topicOf(review.body)
          : undefined,
      mayWrite: review.authorCanPushToRepository,
    })),
    ...(siblings.length === 0 ? {} : { siblings }),
    ...(node.isMergeQueueEnabled || node.isInMergeQueue
      ? { mergeQueue: { inside: node.isInMergeQueue } }
      : {}),
    ...(group ? { queued: { sha: group.oid, checks: [] } } : {}),
    comments: own(node.comments.nodes),
    checks: ownChecks(commit?.checkSuites ?? null, appId),
    foreignChecks: suites
      .filter((suite) => suite.app?.databaseId !== appId)
      .flatMap((suite) =>
        (suite.checkRuns?.nodes ?? []).map(({ name, conclusion }) => ({
          name,
          app: suite.app?.slug ?? undefined,
          conclusion: conclusion === null ? null : lower(conclusion),
        })),
      ),
  }
}
