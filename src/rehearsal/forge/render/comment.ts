// A comment on an issue or pull request as GitHub's `issue-comment`.

import type { Forge } from '../forge.ts'
import type { Comment, Issue, Repository } from '../world.ts'
import { renderAppOrNull } from './app.ts'
import { associationOf } from './association.ts'
import { renderRollup } from './reaction.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'
import { renderUser } from './user.ts'

/** `issue-comment`, in answers and webhooks alike. */
export function renderComment(forge: Forge, repo: Repository, issue: Issue, comment: Comment) {
  const url = `${repositoryUrl(forge, repo)}/issues/comments/${comment.id}`
  const kind = issue.isPull ? 'pull' : 'issues'
  return {
    id: comment.id,
    node_id: comment.nodeId,
    url,
    html_url: `${repositoryPage(forge, repo)}/${kind}/${issue.number}#issuecomment-${comment.id}`,
    issue_url: `${repositoryUrl(forge, repo)}/issues/${issue.number}`,
    body: comment.body,
    user: renderUser(forge, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: associationOf(repo, comment.user),
    reactions: renderRollup(url, comment.reactions),
    performed_via_github_app: renderAppOrNull(forge, comment.app),
  }
}
