// A review as GitHub's `pull-request-review`.

import type { Forge } from '../forge.ts'
import type { Pull, Repository, Review } from '../world.ts'
import { associationOf } from './association.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'
import { renderUser } from './user.ts'

export function renderReview(forge: Forge, repo: Repository, pull: Pull, review: Review) {
  const html = `${repositoryPage(forge, repo)}/pull/${pull.number}#pullrequestreview-${review.id}`
  const url = `${repositoryUrl(forge, repo)}/pulls/${pull.number}`
  return {
    id: review.id,
    node_id: review.nodeId,
    user: renderUser(forge, review.user),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: url,
    author_association: associationOf(repo, review.user),
    _links: { html: { href: html }, pull_request: { href: url } },
    // A pending review has not been submitted yet.
    ...(review.state === 'PENDING' ? {} : { submitted_at: review.submittedAt }),
    commit_id: review.commitId,
  }
}

/** The same in a webhook, where states are lower-case and an empty body is null. */
export function renderReviewEvent(forge: Forge, repo: Repository, pull: Pull, review: Review) {
  return {
    ...renderReview(forge, repo, pull, review),
    body: review.body === '' ? null : review.body,
    state: review.state.toLowerCase(),
    submitted_at: review.submittedAt,
    updated_at: review.submittedAt,
  }
}
