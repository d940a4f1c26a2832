// A repository in the three shapes GitHub has for it: within other objects, in full, and with the caller's permissions.

import { atLeast } from '../access.ts'
import type { Forge } from '../forge.ts'
import type { Repository, Role } from '../world.ts'
import { renderUser } from './user.ts'

/** The path templates GitHub appends to a repository's API address. */
const PATHS = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
} as const

/** The REST address of a repository. */
export const repositoryUrl = (forge: Forge, repo: Repository): string =>
  `${forge.url}/api/v3/repos/${repo.owner.login}/${repo.name}`

/** The address of a repository's page. */
export const repositoryPage = (forge: Forge, repo: Repository): string =>
  `${forge.url}/${repo.owner.login}/${repo.name}`

/** `repository`: in webhook payloads, pull requests and lists. */
export function renderRepository(forge: Forge, repo: Repository) {
  const url = repositoryUrl(forge, repo)
  const page = repositoryPage(forge, repo)
  let open = 0
  for (const issue of repo.issues.values()) if (issue.state === 'open') open += 1
  return {
    id: repo.id,
    node_id: repo.nodeId,
    name: repo.name,
    full_name: `${repo.owner.login}/${repo.name}`,
    private: repo.private,
    owner: renderUser(forge, repo.owner),
    html_url: page,
    description: repo.description,
    fork: false,
    url,
    ...Object.fromEntries(Object.entries(PATHS).map(([key, path]) => [key, url + path])),
    git_url: page.replace(/^http/, 'git') + '.git',
    ssh_url: `git@${new URL(forge.url).hostname}:${repo.owner.login}/${repo.name}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    size: 0,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: open,
    open_issues_count: open,
    default_branch: repo.defaultBranch,
    is_template: false,
    topics: [],
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: false,
    disabled: false,
    allow_forking: true,
    web_commit_signoff_required: false,
    visibility: repo.private ? 'private' : 'public',
    created_at: repo.createdAt,
    updated_at: repo.pushedAt,
    pushed_at: repo.pushedAt,
  }
}

/** The `permissions` object that goes with a role. */
export const renderPermissions = (role: Role) => ({
  admin: atLeast(role, 'admin'),
  maintain: atLeast(role, 'maintain'),
  push: atLeast(role, 'write'),
  triage: atLeast(role, 'triage'),
  pull: atLeast(role, 'read'),
})

/** `full-repository`: GET /repos/{owner}/{repo}. */
export function renderFullRepository(forge: Forge, repo: Repository, role: Role) {
  return {
    ...renderRepository(forge, repo),
    permissions: renderPermissions(role),
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    subscribers_count: 0,
    network_count: 0,
    ...(repo.owner.type === 'Organization' ? { organization: renderUser(forge, repo.owner) } : {}),
  }
}
