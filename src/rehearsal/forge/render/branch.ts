// Branches and their classic protection.

import type { Forge } from '../forge.ts'
import type { Commit } from '../git/plumbing.ts'
import type { BranchProtection, Repository } from '../world.ts'
import { rulesFor } from '../policy/branch-rules.ts'
import { renderCommit } from './commit.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'

const encodePath = (name: string): string => name.split('/').map(encodeURIComponent).join('/')
const branchUrl = (forge: Forge, repo: Repository, name: string): string =>
  `${repositoryUrl(forge, repo)}/branches/${encodePath(name)}`

/** GitHub calls a branch protected when protection or an active ruleset applies to it. */
const isProtected = (repo: Repository, name: string): boolean =>
  rulesFor(repo, `refs/heads/${name}`).length > 0

/** `short-branch`: one line of GET …/branches. */
export const renderShortBranch = (forge: Forge, repo: Repository, branch: { name: string; sha: string }) => ({
  name: branch.name,
  commit: { sha: branch.sha, url: `${repositoryUrl(forge, repo)}/commits/${branch.sha}` },
  protected: isProtected(repo, branch.name),
})

/** `branch-with-protection`: GET …/branches/{branch}. */
export function renderBranch(forge: Forge, repo: Repository, name: string, commit: Commit) {
  const url = branchUrl(forge, repo, name)
  const protection = repo.protections.get(name)
  return {
    name,
    commit: renderCommit(forge, repo, commit),
    _links: { self: url, html: `${repositoryPage(forge, repo)}/tree/${encodePath(name)}` },
    protected: isProtected(repo, name),
    protection: {
      enabled: protection !== undefined,
      required_status_checks: {
        enforcement_level:
          protection === undefined || protection.checks.length === 0
            ? 'off'
            : protection.enforceAdmins
              ? 'everyone'
              : 'non_admins',
        contexts: (protection?.checks ?? []).map(({ context }) => context),
        checks: (protection?.checks ?? []).map(({ context, appId }) => ({ context, app_id: appId })),
      },
    },
    protection_url: `${url}/protection`,
  }
}

/** `branch-protection` and `protected-branch`, which agree on what this forge keeps. */
export function renderProtection(forge: Forge, repo: Repository, protection: BranchProtection) {
  const url = `${branchUrl(forge, repo, protection.branch)}/protection`
  const off = { enabled: false }
  return {
    url,
    ...(protection.checks.length === 0 && !protection.strict
      ? {}
      : {
          required_status_checks: {
            url: `${url}/required_status_checks`,
            strict: protection.strict,
            contexts: protection.checks.map(({ context }) => context),
            contexts_url: `${url}/required_status_checks/contexts`,
            checks: protection.checks.map(({ context, appId }) => ({ context, app_id: appId })),
          },
        }),
    ...(protection.approvals === undefined
      ? {}
      : {
          required_pull_request_reviews: {
            url: `${url}/required_pull_request_reviews`,
            dismiss_stale_reviews: protection.dismissStale,
            require_code_owner_reviews: false,
            required_approving_review_count: protection.approvals,
            require_last_push_approval: protection.requireLastPushApproval,
          },
        }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins },
    required_signatures: { url: `${url}/required_signatures`, enabled: false },
    required_linear_history: off,
    allow_force_pushes: off,
    allow_deletions: off,
    block_creations: off,
    required_conversation_resolution: off,
    lock_branch: off,
    allow_fork_syncing: off,
  }
}
