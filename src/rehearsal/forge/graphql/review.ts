// A pull request's reviews as GraphQL shows them.

import { atLeast, roleOf } from '../access.ts'
import type { Pull, Repository, Review } from '../world.ts'
import { authored } from './people.ts'
import type { Scope, View } from './scope.ts'

/** An App's bot has no role: what its installation was granted is what counts. */
const mayPush = (repo: Repository, { user, app }: Review): boolean =>
  app === undefined ? atLeast(roleOf(repo, user), 'write') : app.permissions.contents === 'write'

/** A pending review is its author's draft: nobody else sees it. */
export const visibleReviews = (scope: Scope, pull: Pull): Review[] =>
  pull.reviews.filter((review) => review.state !== 'PENDING' || review.user.id === scope.viewer.id)

export function reviewView(scope: Scope, repo: Repository, review: Review, pullUrl: string): View {
  const pending = review.state === 'PENDING'
  return {
    __typename: 'PullRequestReview',
    id: review.nodeId,
    databaseId: review.id,
    fullDatabaseId: String(review.id),
    state: review.state,
    body: review.body,
    createdAt: review.submittedAt,
    submittedAt: pending ? null : review.submittedAt,
    lastEditedAt: review.editedAt ?? null,
    authorCanPushToRepository: mayPush(repo, review),
    url: `${pullUrl}#pullrequestreview-${review.id}`,
    commit: () => scope.views.commit(repo, review.commitId),
    ...authored(scope, repo, review.user),
  }
}
