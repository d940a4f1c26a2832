// Commits: listing, one with its files, comparing two (https://docs.github.com/rest/commits/commits).

import { param } from '../body.ts'
import { HttpError, notFound } from '../http-error.ts'
import type { Commit } from '../git/plumbing.ts'
import { accountOf, renderCommit, renderCommitDetail, renderFile } from '../render/commit.ts'
import { renderPullSimple } from '../render/pull.ts'
import { repositoryPage, repositoryUrl } from '../render/repository.ts'
import { ok, type Reply, type Route, type RouteContext } from '../route.ts'

const BASE = '/repos/{owner}/{repo}'
const access = { permission: 'contents', level: 'read' } as const
/** A comparison lists at most this many files (https://docs.github.com/rest/commits/commits#compare-two-commits). */
const MAX_FILES = 300

const text = (body: string, type: string): Reply => ({
  status: 200,
  raw: body,
  headers: { 'content-type': `${type}; charset=utf-8` },
})

/** The commit that a ref parameter names. Throws 422 with GitHub's words when there is none. */
export async function commitOf(c: RouteContext, ref: string): Promise<Commit> {
  const sha = await c.forge.git.resolve(c.repo(), ref)
  const commit = sha === undefined ? undefined : await c.forge.git.commit(c.repo(), sha)
  if (commit === undefined) throw new HttpError(422, `No commit found for SHA: ${ref}`)
  return commit
}

async function list(c: RouteContext): Promise<Reply> {
  const { git } = c.forge
  const repo = c.repo()
  const start = c.query.get('sha') ?? repo.defaultBranch
  const head = await git.resolve(repo, start)
  if (head === undefined) throw notFound()
  const shas = await git.log(repo, head, c.query.get('path') ?? undefined)
  const author = c.query.get('author')?.toLowerCase()
  const since = Date.parse(c.query.get('since') ?? '')
  const until = Date.parse(c.query.get('until') ?? '')
  const filtered = author !== undefined || !Number.isNaN(since) || !Number.isNaN(until)
  const load = async (sha: string): Promise<Commit> => commitOf(c, sha)
  const wanted = (commit: Commit): boolean => {
    const at = Date.parse(commit.committer.date)
    const login = accountOf(c.forge, commit.author)?.login.toLowerCase()
    if (author !== undefined && author !== login && author !== commit.author.email.toLowerCase()) return false
    return !(at < since) && !(at > until)
  }
  // Without a filter only the page is read, however long the history.
  const page = filtered
    ? c.page((await Promise.all(shas.map(load))).filter(wanted))
    : await Promise.all(c.page(shas).map(load))
  return ok(page.map((commit) => renderCommit(c.forge, repo, commit)))
}

async function one(c: RouteContext): Promise<Reply> {
  const repo = c.repo()
  const commit = await commitOf(c, param(c, 'ref'))
  const accept = c.headers.accept ?? ''
  if (accept.includes('.sha')) return text(commit.sha, 'application/vnd.github.sha')
  const [parent] = commit.parents
  if (accept.includes('.diff')) {
    const diff = parent === undefined ? '' : await c.forge.git.diff(repo, parent, commit.sha)
    return text(diff, 'application/vnd.github.diff')
  }
  const changes = parent === undefined ? [] : await c.forge.git.changes(repo, parent, commit.sha)
  return ok(renderCommitDetail(c.forge, repo, commit, changes))
}

async function compare(c: RouteContext): Promise<Reply> {
  const repo = c.repo()
  const { git } = c.forge
  const [from, to] = param(c, 'basehead').split('...')
  if (from === undefined || to === undefined || from === '' || to === '') throw notFound()
  // `owner:branch` names a fork's branch; there are no forks here.
  const own = (ref: string): string => ref.replace(new RegExp(`^${repo.owner.login}:`, 'i'), '')
  const [base, head] = await Promise.all([git.resolve(repo, own(from)), git.resolve(repo, own(to))])
  if (base === undefined || head === undefined) throw notFound()
  const mergeBase = await git.mergeBase(repo, base, head)
  if (mergeBase === undefined) throw new HttpError(404, `No common ancestor between ${from} and ${to}.`)
  if ((c.headers.accept ?? '').includes('.diff')) {
    return text(await git.diff(repo, base, head), 'application/vnd.github.diff')
  }
  const { ahead, behind } = await git.aheadBehind(repo, base, head)
  const commits = await git.commits(repo, base, head)
  const files = await git.changes(repo, base, head)
  const url = `${repositoryUrl(c.forge, repo)}/compare/${from}...${to}`
  const page = `${repositoryPage(c.forge, repo)}/compare/${from}...${to}`
  const status = ahead === 0 ? (behind === 0 ? 'identical' : 'behind') : behind === 0 ? 'ahead' : 'diverged'
  return ok({
    url,
    html_url: page,
    permalink_url: `${repositoryPage(c.forge, repo)}/compare/${base.slice(0, 12)}...${head.slice(0, 12)}`,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: renderCommit(c.forge, repo, await commitOf(c, base)),
    merge_base_commit: renderCommit(c.forge, repo, await commitOf(c, mergeBase)),
    status,
    ahead_by: ahead,
    behind_by: behind,
    total_commits: commits.length,
    commits: c.page(commits).map((commit) => renderCommit(c.forge, repo, commit)),
    files: files.slice(0, MAX_FILES).map((file) => renderFile(c.forge, repo, head, file)),
  })
}

async function pullsOfCommit(c: RouteContext): Promise<Reply> {
  const repo = c.repo()
  const { git } = c.forge
  const { sha } = await commitOf(c, param(c, 'commit_sha'))
  const found = []
  for (const pull of repo.pulls.values()) {
    const base = pull.baseShaAtClose ?? `refs/heads/${pull.baseRef}`
    const within = await git.commits(repo, base, pull.headSha)
    if (pull.mergeCommitSha === sha || within.some((commit) => commit.sha === sha)) found.push(pull)
  }
  return ok(await Promise.all(c.page(found).map((pull) => renderPullSimple(c.forge, repo, pull))))
}

export const commitRoutes: readonly Route[] = [
  { method: 'GET', path: `${BASE}/commits`, access, handle: list },
  { method: 'GET', path: `${BASE}/commits/{ref}`, access, handle: one },
  {
    method: 'GET',
    path: `${BASE}/commits/{commit_sha}/pulls`,
    access: { permission: 'pull_requests', level: 'read' },
    handle: pullsOfCommit,
  },
  { method: 'GET', path: `${BASE}/compare/{basehead}`, access, handle: compare },
]
