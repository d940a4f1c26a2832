// Inline comments on a pull request's diff (https://docs.github.com/rest/pulls/comments).

import { z } from 'zod'
import { numberParam, parseBody } from '../body.ts'
import { HttpError, invalid, notFound } from '../http-error.ts'
import { pullOf } from '../pulls.ts'
import { renderReviewComment } from '../render/review-comment.ts'
import { addReviewComment, announceComment, placeSchema, resolvePlace } from '../review-comments.ts'
import { created, ok, type Reply, type Route, type RouteContext } from '../route.ts'
import { shaSchema } from '../schemas.ts'
import { nodeId, type Pull, type ReviewComment } from '../world.ts'

const BASE = '/repos/{owner}/{repo}/pulls'
const read = { permission: 'pull_requests', level: 'read' } as const
const write = { permission: 'pull_requests', level: 'write', role: 'read' } as const

const createSchema = z.strictObject({
  ...placeSchema,
  commit_id: shaSchema,
  in_reply_to: z.number().int().optional(),
  subject_type: z.enum(['line', 'file']).default('line'),
})
const replySchema = z.strictObject({ body: z.string().min(1) })

/** GitHub makes a review of its own for a comment that is not part of one. */
function implicitReview(c: RouteContext, pull: Pull, commit: string): number {
  const id = c.world.nextId()
  pull.reviews.push({
    id,
    nodeId: nodeId('PRR', id),
    user: c.actor(),
    app: c.viaApp(),
    body: '',
    state: 'COMMENTED',
    commitId: commit,
    submittedAt: c.world.iso(),
  })
  return id
}

async function create(c: RouteContext): Promise<Reply> {
  const pull = pullOf(c)
  const body = parseBody(c, createSchema)
  if (body.in_reply_to !== undefined) return reply(c, pull, body.in_reply_to, body.body)
  const base = pull.baseShaAtClose ?? `refs/heads/${pull.baseRef}`
  const files = await c.forge.git.changes(c.repo(), base, pull.headSha)
  const refuse = (field: string, message: string): HttpError =>
    invalid([{ resource: 'PullRequestReviewComment', code: 'custom', field, message }])
  const known = await c.forge.git.commits(c.repo(), base, pull.headSha)
  if (!known.some(({ sha }) => sha === body.commit_id)) {
    throw refuse('commit_id', 'commit_id is not part of the pull request')
  }
  const place =
    body.subject_type === 'file' && files.some(({ path }) => path === body.path)
      ? { path: body.path, line: null, startLine: null, side: body.side, hunk: '' }
      : resolvePlace(files, body)
  if (place === 'path')
    throw refuse('pull_request_review_thread.path', 'pull_request_review_thread.path could not be resolved')
  if (typeof place === 'string') {
    const field = `pull_request_review_thread.${place}`
    throw refuse(field, `${field} must be part of the diff`)
  }
  const comment = addReviewComment(c.forge, pull, {
    reviewId: implicitReview(c, pull, body.commit_id),
    user: c.actor(),
    body: body.body,
    place,
    commit: body.commit_id,
  })
  await announceComment(c.forge, c.repo(), pull, comment)
  return created(renderReviewComment(c.forge, c.repo(), pull, comment))
}

async function reply(c: RouteContext, pull: Pull, to: number, body: string): Promise<Reply> {
  const parent = pull.reviewComments.find((comment) => comment.id === to)
  if (parent === undefined) throw notFound()
  if (parent.inReplyTo !== undefined) throw new HttpError(422, 'Replies to replies are not supported')
  const comment = addReviewComment(c.forge, pull, {
    reviewId: implicitReview(c, pull, pull.headSha),
    user: c.actor(),
    body,
    place: {
      path: parent.path,
      line: parent.line,
      startLine: parent.startLine,
      side: parent.side,
      hunk: parent.diffHunk,
    },
    commit: parent.commitId,
    inReplyTo: parent.id,
  })
  await announceComment(c.forge, c.repo(), pull, comment)
  return created(renderReviewComment(c.forge, c.repo(), pull, comment))
}

function commentOf(c: RouteContext): { pull: Pull; comment: ReviewComment } {
  const id = numberParam(c, 'comment_id')
  for (const pull of c.repo().pulls.values()) {
    const comment = pull.reviewComments.find((one) => one.id === id)
    if (comment !== undefined) return { pull, comment }
  }
  throw notFound()
}

/** Comments of reviews that are still pending are their author's alone. */
const submitted = (pull: Pull): ReviewComment[] => {
  const pending = new Set(pull.reviews.filter(({ state }) => state === 'PENDING').map(({ id }) => id))
  return pull.reviewComments.filter(({ reviewId }) => !pending.has(reviewId))
}

export const reviewCommentRoutes: readonly Route[] = [
  { method: 'POST', path: `${BASE}/{pull_number}/comments`, access: write, handle: create },
  {
    method: 'GET',
    path: `${BASE}/{pull_number}/comments`,
    access: read,
    handle: (c) => {
      const pull = pullOf(c)
      const page = c.page(submitted(pull))
      return ok(page.map((comment) => renderReviewComment(c.forge, c.repo(), pull, comment)))
    },
  },
  {
    method: 'POST',
    path: `${BASE}/{pull_number}/comments/{comment_id}/replies`,
    access: write,
    handle: (c) => reply(c, pullOf(c), numberParam(c, 'comment_id'), parseBody(c, replySchema).body),
  },
  {
    method: 'GET',
    path: `${BASE}/comments/{comment_id}`,
    access: read,
    handle: (c) => {
      const { pull, comment } = commentOf(c)
      return ok(renderReviewComment(c.forge, c.repo(), pull, comment))
    },
  },
]
