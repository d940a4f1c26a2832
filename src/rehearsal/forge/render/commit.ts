// Commits in the four shapes GitHub has for them, and the files they change.

import type { Forge } from '../forge.ts'
import type { Commit, FileChange, Person } from '../git/plumbing.ts'
import { nodeId, type Repository, type User } from '../world.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'
import { renderUser } from './user.ts'

/** The address GitHub gives an account that keeps its own private. */
export const noreplyEmail = (user: User): string => `${user.id}+${user.login}@users.noreply.github.com`

/** The account behind a commit's author: the one whose no-reply address it carries. */
export function accountOf(forge: Forge, person: Person): User | undefined {
  const [, id, login] = /^(\d+)\+(.+)@users\.noreply\.github\.com$/.exec(person.email) ?? []
  const user = login === undefined ? undefined : forge.world.users.get(login.toLowerCase())
  return user !== undefined && String(user.id) === id ? user : undefined
}

const account = (forge: Forge, person: Person) => {
  const user = accountOf(forge, person)
  return user === undefined ? null : renderUser(forge, user)
}

/** Nothing in this forge is signed. */
const UNSIGNED = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null }

const commitNode = (repo: Repository, sha: string): string =>
  `C_${Buffer.from(`${nodeId('R', repo.id)}:${sha}`).toString('base64url')}`

/** `commit`: lists, pull requests, branches and comparisons. */
export function renderCommit(forge: Forge, repo: Repository, commit: Commit) {
  const api = repositoryUrl(forge, repo)
  const page = repositoryPage(forge, repo)
  return {
    sha: commit.sha,
    node_id: commitNode(repo, commit.sha),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      comment_count: 0,
      verification: UNSIGNED,
    },
    author: account(forge, commit.author),
    committer: account(forge, commit.committer),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
  }
}

/** `git-commit`: the low-level git database API. */
export function renderGitCommit(forge: Forge, repo: Repository, commit: Commit) {
  const api = repositoryUrl(forge, repo)
  const page = repositoryPage(forge, repo)
  return {
    sha: commit.sha,
    node_id: commitNode(repo, commit.sha),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    author: commit.author,
    committer: commit.committer,
    message: commit.message,
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/git/commits/${sha}`,
      html_url: `${page}/commit/${sha}`,
    })),
    verification: UNSIGNED,
  }
}

/** `simple-commit`: inside check suites and workflow runs. */
export const renderSimpleCommit = (commit: Commit) => ({
  id: commit.sha,
  tree_id: commit.tree,
  message: commit.message,
  timestamp: commit.author.date,
  author: { name: commit.author.name, email: commit.author.email },
  committer: { name: commit.committer.name, email: commit.committer.email },
})

/** One entry of a push payload's `commits`; `changes` are against the first parent. */
export function renderPushCommit(
  forge: Forge,
  repo: Repository,
  commit: Commit,
  changes: readonly FileChange[],
) {
  const person = (one: Person) => {
    const user = accountOf(forge, one)
    return { ...one, ...(user === undefined ? {} : { username: user.login }) }
  }
  const paths = (statuses: readonly FileChange['status'][]): string[] =>
    changes.filter((change) => statuses.includes(change.status)).map((change) => change.path)
  const moved = changes.flatMap((change) =>
    change.status === 'renamed' && change.previousPath !== undefined ? [change.previousPath] : [],
  )
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.author.date,
    url: `${repositoryPage(forge, repo)}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: paths(['added', 'renamed', 'copied']),
    removed: [...paths(['removed']), ...moved],
    modified: paths(['modified', 'changed']),
  }
}

/** `diff-entry`: one changed file of a pull request, commit or comparison whose head is `sha`. */
export function renderFile(forge: Forge, repo: Repository, sha: string, file: FileChange) {
  const path = file.path.split('/').map(encodeURIComponent).join('/')
  const page = repositoryPage(forge, repo)
  return {
    sha: file.blobSha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${sha}/${path}`,
    raw_url: `${page}/raw/${sha}/${path}`,
    contents_url: `${repositoryUrl(forge, repo)}/contents/${path}?ref=${sha}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  }
}

/** `commit` with its statistics and files: GET /repos/{owner}/{repo}/commits/{ref}. */
export function renderCommitDetail(
  forge: Forge,
  repo: Repository,
  commit: Commit,
  changes: readonly FileChange[],
) {
  const additions = changes.reduce((sum, file) => sum + file.additions, 0)
  const deletions = changes.reduce((sum, file) => sum + file.deletions, 0)
  return {
    ...renderCommit(forge, repo, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: changes.map((file) => renderFile(forge, repo, commit.sha, file)),
  }
}
