// Conversations on a pull request's diff as GraphQL shows them: a comment and its replies, resolved or not.

import { mayRead, authored } from './people.ts'
import { nodeId, type Pull, type Repository, type ReviewComment } from '../world.ts'
import { connection, type PageArguments } from './connection.ts'
import { reviewView, visibleReviews } from './review.ts'
import type { Scope, View } from './scope.ts'

export const threadId = (first: ReviewComment): string => nodeId('PRRT', first.id)

function commentView(scope: Scope, repo: Repository, pull: Pull, comment: ReviewComment, url: string): View {
  const review = pull.reviews.find(({ id }) => id === comment.reviewId)
  return {
    __typename: 'PullRequestReviewComment',
    id: comment.nodeId,
    databaseId: comment.id,
    body: comment.body,
    createdAt: comment.createdAt,
    lastEditedAt: comment.updatedAt === comment.createdAt ? null : comment.updatedAt,
    pullRequestReview: () => (review === undefined ? null : reviewView(scope, repo, review, url)),
    ...authored(scope, repo, comment.user),
  }
}

export function threadView(
  scope: Scope,
  repo: Repository,
  pull: Pull,
  first: ReviewComment,
  url: string,
): View {
  const shown = new Set(visibleReviews(scope, pull).map(({ id }) => id))
  const comments = pull.reviewComments.filter(
    (one) => (one.id === first.id || one.inReplyTo === first.id) && shown.has(one.reviewId),
  )
  return {
    __typename: 'PullRequestReviewThread',
    id: threadId(first),
    isResolved: first.resolved,
    // The field's type is User: an App's bot is shown as one, with its suffix.
    resolvedBy: () =>
      first.resolvedBy === undefined
        ? null
        : { ...scope.views.actor(first.resolvedBy), __typename: 'User', login: first.resolvedBy.login },
    path: first.path,
    line: first.line,
    comments: (args: PageArguments) =>
      connection('PullRequestReviewCommentConnection', 'comments', comments, args, (one) =>
        commentView(scope, repo, pull, one, url),
      ),
  }
}

/** Threads in the order in which they were begun; those of a pending review are its author's alone. */
export function threadViews(scope: Scope, repo: Repository, pull: Pull, url: string): View[] {
  mayRead(scope, repo, 'pull_requests')
  const shown = new Set(visibleReviews(scope, pull).map(({ id }) => id))
  return pull.reviewComments
    .filter((one) => one.inReplyTo === undefined && shown.has(one.reviewId))
    .map((first) => threadView(scope, repo, pull, first, url))
}
