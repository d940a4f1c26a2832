// Pull requests: opening, listing, changing (https://docs.github.com/rest/pulls/pulls).

import { z } from 'zod'
import { requireAuthorOr } from '../access.ts'
import { choice, parseBody } from '../body.ts'
import { HttpError, invalid } from '../http-error.ts'
import { announce, closeIssue, createIssue, reopenIssue, setText } from '../issue-events.ts'
import { issueByNumber } from '../lookup.ts'
import { ZERO } from '../git/refs.ts'
import { doerOf } from '../move-ref.ts'
import { checkReopen, headBranch, openPull, pullOf, refusedPull } from '../pulls.ts'
import { renderPull, renderPullSimple } from '../render/pull.ts'
import { created, ok, type Reply, type Route, type RouteContext } from '../route.ts'
import { type Issue, nodeId, type Pull } from '../world.ts'

const BASE = '/repos/{owner}/{repo}/pulls'
const write = { permission: 'pull_requests', level: 'write' } as const

const createSchema = z.strictObject({
  title: z.string().min(1),
  head: z.string().min(1),
  base: z.string().min(1),
  body: z.string().nullish(),
  draft: z.boolean().default(false),
  maintainer_can_modify: z.boolean().default(false),
})

const updateSchema = z.strictObject({
  title: z.string().min(1).optional(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']).optional(),
  base: z.string().min(1).optional(),
  maintainer_can_modify: z.boolean().optional(),
})

const invalidField = (field: string): HttpError =>
  invalid([{ resource: 'PullRequest', field, code: 'invalid' }])

/** Both tips, after every check that GitHub makes before it opens a pull request. */
async function checkEnds(
  c: RouteContext,
  headRef: string,
  baseRef: string,
): Promise<{ head: string; base: string }> {
  const repo = c.repo()
  const { git } = c.forge
  const head = await git.resolve(repo, `refs/heads/${headRef}`)
  if (head === undefined) throw invalidField('head')
  const base = await git.resolve(repo, `refs/heads/${baseRef}`)
  if (base === undefined) throw invalidField('base')
  if (openPull(repo, headRef, baseRef) !== undefined) {
    throw refusedPull(`A pull request already exists for ${repo.owner.login}:${headRef}.`)
  }
  if ((await git.mergeBase(repo, base, head)) === undefined) {
    throw refusedPull(`The ${headRef} branch has no history in common with ${baseRef}`)
  }
  if ((await git.aheadBehind(repo, base, head)).ahead === 0) {
    throw refusedPull(`No commits between ${baseRef} and ${headRef}`)
  }
  return { head, base }
}

async function create(c: RouteContext): Promise<Reply> {
  const repo = c.repo()
  const body = parseBody(c, createSchema)
  const headRef = headBranch(repo, body.head)
  return c.forge.git.exclusive(repo, async () => {
    const { head } = await checkEnds(c, headRef, body.base)
    const by = doerOf(c)
    const issue = createIssue(c.forge, repo, { title: body.title, body: body.body ?? null, isPull: true }, by)
    const id = c.world.nextId()
    const pull: Pull = {
      id,
      nodeId: nodeId('PR', id),
      number: issue.number,
      headRef,
      baseRef: body.base,
      headSha: head,
      baseShaAtClose: undefined,
      draft: body.draft,
      merged: false,
      mergedAt: null,
      mergedBy: null,
      mergeCommitSha: null,
      requestedReviewers: [],
      reviews: [],
      reviewComments: [],
      maintainerCanModify: body.maintainer_can_modify,
    }
    repo.pulls.set(pull.number, pull)
    await c.forge.git.updateRef(repo, `refs/pull/${pull.number}/head`, head, ZERO)
    await announce(c.forge, repo, issue, 'opened', by.actor)
    return created(await renderPull(c.forge, repo, pull))
  })
}

async function list(c: RouteContext): Promise<Reply> {
  const repo = c.repo()
  const state = choice(c, 'state', ['open', 'closed', 'all'])
  const sort = choice(c, 'sort', ['created', 'updated', 'popularity', 'long-running'])
  const descending = c.query.get('direction') === 'desc' || (!c.query.has('direction') && sort === 'created')
  const head = c.query.get('head')
  const base = c.query.get('base')
  const issueOf = (pull: Pull): Issue => issueByNumber(repo, pull.number)
  const matching = [...repo.pulls.values()].filter(
    (pull) =>
      (state === 'all' || issueOf(pull).state === state) &&
      // GitHub ignores a head without its owner.
      (head === null || !head.includes(':') || `${repo.owner.login}:${pull.headRef}` === head) &&
      (base === null || pull.baseRef === base),
  )
  const key = (pull: Pull): string | number => {
    if (sort === 'updated') return issueOf(pull).updatedAt
    return sort === 'popularity' ? issueOf(pull).comments.length : pull.number
  }
  const compare = (a: Pull, b: Pull): number =>
    key(a) === key(b) ? a.number - b.number : key(a) < key(b) ? -1 : 1
  const sorted = matching.sort((a, b) => (descending ? compare(b, a) : compare(a, b)))
  return ok(await Promise.all(c.page(sorted).map((pull) => renderPullSimple(c.forge, repo, pull))))
}

async function get(c: RouteContext): Promise<Reply> {
  const repo = c.repo()
  const pull = pullOf(c)
  const accept = c.headers.accept ?? ''
  if (accept.includes('.patch'))
    throw new HttpError(501, 'The embedded GitHub has no patch format; ask for the diff')
  if (!accept.includes('.diff')) return ok(await renderPull(c.forge, repo, pull))
  const diff = await c.forge.git.diff(repo, pull.baseShaAtClose ?? `refs/heads/${pull.baseRef}`, pull.headSha)
  return { status: 200, raw: diff, headers: { 'content-type': 'application/vnd.github.diff; charset=utf-8' } }
}

async function update(c: RouteContext): Promise<Reply> {
  const repo = c.repo()
  const pull = pullOf(c)
  const issue = issueByNumber(repo, pull.number)
  requireAuthorOr(c, issue.user, 'triage')
  const body = parseBody(c, updateSchema)
  return c.forge.git.exclusive(repo, async () => {
    const by = doerOf(c)
    let moved: Record<string, unknown> = {}
    if (body.base !== undefined && body.base !== pull.baseRef) {
      if (issue.state === 'closed')
        throw refusedPull('Cannot change the base branch of a closed pull request.', 'base')
      const { base } = await checkEnds(c, pull.headRef, body.base)
      const from = await c.forge.git.resolve(repo, `refs/heads/${pull.baseRef}`)
      moved = { base: { ref: { from: pull.baseRef }, sha: { from: from ?? base } } }
      pull.baseRef = body.base
    }
    const changes = { ...moved, ...setText(c.forge, issue, body) }
    pull.maintainerCanModify = body.maintainer_can_modify ?? pull.maintainerCanModify
    if (Object.keys(changes).length > 0) {
      issue.updatedAt = c.world.iso()
      await announce(c.forge, repo, issue, 'edited', by.actor, { changes })
    }
    if (body.state === 'closed') await closeIssue(c.forge, repo, issue, null, by)
    if (body.state === 'open' && issue.state === 'closed') {
      await checkReopen(c.forge, repo, pull)
      await reopenIssue(c.forge, repo, issue, by)
    }
    return ok(await renderPull(c.forge, repo, pull))
  })
}

export const pullRoutes: readonly Route[] = [
  { method: 'POST', path: BASE, access: { ...write, role: 'write' }, handle: create },
  { method: 'GET', path: BASE, access: { permission: 'pull_requests', level: 'read' }, handle: list },
  {
    method: 'GET',
    path: `${BASE}/{pull_number}`,
    access: { permission: 'pull_requests', level: 'read' },
    handle: get,
  },
  { method: 'PATCH', path: `${BASE}/{pull_number}`, access: { ...write, role: 'read' }, handle: update },
]
