// Merging a pull request, asking whether it was merged, and bringing its branch up to date.

import { z } from 'zod'
import { parseBody } from '../body.ts'
import { HttpError, invalid, notFound } from '../http-error.ts'
import { issueByNumber } from '../lookup.ts'
import { beginMerged, finishMerged } from '../merged.ts'
import { mergeCommit, personOf } from '../merging.ts'
import { doerOf, moveRef } from '../move-ref.ts'
import { blockersOfMerge, refusalText } from '../policy.ts'
import { pullOf } from '../pulls.ts'
import { repositoryUrl } from '../render/repository.ts'
import { noContent, ok, type Reply, type Route, type RouteContext } from '../route.ts'
import { shaSchema } from '../schemas.ts'
import { workflowRefusal } from '../workflow-files.ts'

const BASE = '/repos/{owner}/{repo}/pulls/{pull_number}'

const mergeSchema = z.strictObject({
  commit_title: z.string().optional(),
  commit_message: z.string().optional(),
  sha: shaSchema.optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
})

const refused = (message: string): HttpError => new HttpError(405, message)

async function merge(c: RouteContext): Promise<Reply> {
  const repo = c.repo()
  const pull = pullOf(c)
  const body = parseBody(c, mergeSchema)
  const { git } = c.forge
  return git.exclusive(repo, async () => {
    const by = doerOf(c)
    if (issueByNumber(repo, pull.number).state === 'closed') throw refused('Pull Request is not mergeable')
    if (body.sha !== undefined && body.sha !== pull.headSha) {
      throw new HttpError(409, 'Head branch was modified. Review and try the merge again.')
    }
    if (pull.draft) throw refused('Pull Request is still a draft')
    const blockers = await blockersOfMerge(c.forge, repo, pull, by, body.merge_method)
    if (blockers.length > 0) {
      // Being out of date alone is a conflict with the base, not a rule that says no.
      throw new HttpError(blockers.every(({ behind }) => behind === true) ? 409 : 405, refusalText(blockers))
    }
    const ref = `refs/heads/${pull.baseRef}`
    const base = await git.resolve(repo, ref)
    if (base === undefined) throw refused('Base branch does not exist')
    const after = await mergeCommit(c.forge, {
      repo,
      pull,
      base,
      method: body.merge_method,
      actor: by.actor,
      title: body.commit_title,
      message: body.commit_message,
    })
    if (after === undefined) {
      throw refused(
        body.merge_method === 'rebase' ? "This branch can't be rebased" : 'Pull Request is not mergeable',
      )
    }
    const workflow = await workflowRefusal(c.forge, repo, c.caller, base, after)
    if (workflow !== undefined) throw new HttpError(403, workflow)
    if (!(await git.updateRef(repo, ref, after, base))) {
      throw new HttpError(409, 'Base branch was modified. Review and try the merge again.')
    }
    beginMerged(c.forge, repo, pull, { baseBefore: base, mergeCommit: after }, by)
    await c.forge.refChanged(repo, ref, base, after, by.actor)
    await finishMerged(c.forge, repo, pull, by)
    return ok({ sha: after, merged: true, message: 'Pull Request successfully merged' })
  })
}

const updateSchema = z.strictObject({ expected_head_sha: shaSchema.optional() })

async function updateBranch(c: RouteContext): Promise<Reply> {
  const repo = c.repo()
  const pull = pullOf(c)
  const body = parseBody(c, updateSchema)
  const { git } = c.forge
  return git.exclusive(repo, async () => {
    const head = pull.headSha
    if (body.expected_head_sha !== undefined && body.expected_head_sha !== head) {
      const message = "expected head sha didn't match current head ref."
      throw invalid([{ resource: 'PullRequest', field: 'expected_head_sha', code: 'custom', message }])
    }
    const base = await git.resolve(repo, `refs/heads/${pull.baseRef}`)
    if (base === undefined || issueByNumber(repo, pull.number).state === 'closed') throw notFound()
    if (await git.isAncestor(repo, base, head)) {
      throw new HttpError(422, 'There are no new commits on the base branch.')
    }
    const tree = await git.mergeTree(repo, head, base)
    if (tree === undefined) throw new HttpError(422, 'merge conflict between base and head')
    const author = personOf(c.forge, c.actor())
    const message = `Merge branch '${pull.baseRef}' into ${pull.headRef}`
    const after = await git.writeCommit(repo, {
      tree,
      parents: [head, base],
      message,
      author,
      committer: author,
    })
    const ref = `refs/heads/${pull.headRef}`
    await moveRef(c, { ref, before: head, after }, (blockers) => new HttpError(422, refusalText(blockers)))
    const url = `${repositoryUrl(c.forge, repo)}/pulls/${pull.number}`
    return { status: 202, json: { message: 'Updating pull request branch.', url } }
  })
}

export const mergeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${BASE}/merge`,
    access: { permission: 'pull_requests', level: 'read', or: 'contents' },
    handle: (c) => {
      // The one 404 without a body: it is an answer, not an error.
      return pullOf(c).merged ? noContent() : { status: 404 }
    },
  },
  { method: 'PUT', path: `${BASE}/merge`, access: { permission: 'contents', level: 'write' }, handle: merge },
  {
    method: 'PUT',
    path: `${BASE}/update-branch`,
    access: { permission: 'pull_requests', level: 'write', role: 'write' },
    handle: updateBranch,
  },
]
