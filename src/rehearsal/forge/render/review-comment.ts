// An inline comment as GitHub's `pull-request-review-comment`.

import type { Forge } from '../forge.ts'
import type { Pull, Repository, ReviewComment } from '../world.ts'
import { associationOf } from './association.ts'
import { renderRollup } from './reaction.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'
import { renderUser } from './user.ts'

export function renderReviewComment(forge: Forge, repo: Repository, pull: Pull, comment: ReviewComment) {
  const api = repositoryUrl(forge, repo)
  const url = `${api}/pulls/comments/${comment.id}`
  const html = `${repositoryPage(forge, repo)}/pull/${pull.number}#discussion_r${comment.id}`
  const pullUrl = `${api}/pulls/${pull.number}`
  return {
    id: comment.id,
    node_id: comment.nodeId,
    url,
    pull_request_review_id: comment.reviewId,
    diff_hunk: comment.diffHunk,
    path: comment.path,
    commit_id: comment.commitId,
    original_commit_id: comment.originalCommitId,
    ...(comment.inReplyTo === undefined ? {} : { in_reply_to_id: comment.inReplyTo }),
    user: renderUser(forge, comment.user),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: associationOf(repo, comment.user),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pullUrl } },
    ...(comment.line === null
      ? { subject_type: 'file' }
      : { line: comment.line, original_line: comment.line, side: comment.side, subject_type: 'line' }),
    start_line: comment.startLine,
    original_start_line: comment.startLine,
    start_side: comment.startLine === null ? null : comment.side,
    // Positions count lines from the file's first hunk; this forge addresses lines by number only.
    position: 1,
    original_position: 1,
    reactions: renderRollup(url, comment.reactions),
  }
}
