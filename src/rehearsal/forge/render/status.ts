// Commit statuses, one by one and combined.

import { combinedState, latestStatuses } from '../checks.ts'
import type { Forge } from '../forge.ts'
import type { CommitStatus, Repository } from '../world.ts'
import { renderRepository, repositoryUrl } from './repository.ts'
import { renderUser } from './user.ts'

/** `status`: what creating and listing statuses answers. */
export const renderStatus = (forge: Forge, repo: Repository, status: CommitStatus) => ({
  url: `${repositoryUrl(forge, repo)}/statuses/${status.sha}`,
  avatar_url: renderUser(forge, status.creator).avatar_url,
  id: status.id,
  node_id: status.nodeId,
  state: status.state,
  description: status.description,
  target_url: status.targetUrl,
  context: status.context,
  created_at: status.createdAt,
  updated_at: status.createdAt,
  creator: renderUser(forge, status.creator),
})

/** `combined-commit-status`; `page` are the statuses to show of all that count. */
export function renderCombinedStatus(
  forge: Forge,
  repo: Repository,
  sha: string,
  page: readonly CommitStatus[],
) {
  const api = repositoryUrl(forge, repo)
  const all = latestStatuses(repo, sha)
  return {
    state: combinedState(all),
    statuses: page.map((status) => {
      const { creator: _, ...simple } = renderStatus(forge, repo, status)
      return simple
    }),
    sha,
    total_count: all.length,
    repository: renderRepository(forge, repo),
    commit_url: `${api}/commits/${sha}`,
    url: `${api}/commits/${sha}/status`,
  }
}
