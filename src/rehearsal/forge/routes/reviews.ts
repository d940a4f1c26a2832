// Pull request reviews (https://docs.github.com/rest/pulls/reviews).

import { z } from 'zod'
import { numberParam, parseBody } from '../body.ts'
import { HttpError, notFound } from '../http-error.ts'
import { issueByNumber } from '../lookup.ts'
import { pullOf } from '../pulls.ts'
import { renderPullSimple } from '../render/pull.ts'
import { renderReview, renderReviewEvent } from '../render/review.ts'
import { renderReviewComment } from '../render/review-comment.ts'
import {
  addReviewComment,
  announceComment,
  type Place,
  placeSchema,
  resolvePlace,
} from '../review-comments.ts'
import { ok, type Reply, type Route, type RouteContext } from '../route.ts'
import { shaSchema } from '../schemas.ts'
import { nodeId, type Pull, type Review } from '../world.ts'

const BASE = '/repos/{owner}/{repo}/pulls/{pull_number}/reviews'
const read = { permission: 'pull_requests', level: 'read' } as const
/** Anybody who can see the repository may review; whether it counts is policy's business. */
const write = { permission: 'pull_requests', level: 'write', role: 'read' } as const

const eventSchema = z.enum(['APPROVE', 'REQUEST_CHANGES', 'COMMENT'])
const createSchema = z.strictObject({
  commit_id: shaSchema.optional(),
  body: z.string().default(''),
  event: eventSchema.optional(),
  comments: z.array(z.strictObject(placeSchema)).default([]),
})
const submitSchema = z.strictObject({ body: z.string().optional(), event: eventSchema })
const dismissSchema = z.strictObject({ message: z.string().min(1), event: z.literal('DISMISS').optional() })
const editSchema = z.strictObject({ body: z.string().min(1) })

const STATES = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const
const unprocessable = (message: string): HttpError => new HttpError(422, 'Unprocessable Entity', [message])

/** Reviews that the caller may see: everybody's submitted ones and their own pending one. */
const visible = (c: RouteContext, pull: Pull): Review[] =>
  pull.reviews.filter(
    (review) => review.state !== 'PENDING' || ('actor' in c.caller && c.caller.actor.id === review.user.id),
  )

function reviewOf(c: RouteContext, pull: Pull): Review {
  const id = numberParam(c, 'review_id')
  const review = visible(c, pull).find((one) => one.id === id)
  if (review === undefined) throw notFound()
  return review
}

/** What GitHub refuses before a review is submitted. */
function checkSubmission(
  c: RouteContext,
  pull: Pull,
  event: z.infer<typeof eventSchema>,
  empty: boolean,
): void {
  const own = issueByNumber(c.repo(), pull.number).user.id === c.actor().id
  if (own && event === 'APPROVE') throw unprocessable('Review Can not approve your own pull request')
  if (own && event === 'REQUEST_CHANGES') {
    throw unprocessable('Review Can not request changes on your own pull request')
  }
  if (empty && event !== 'APPROVE') throw unprocessable("Review body can't be blank")
}

async function announceReview(c: RouteContext, pull: Pull, review: Review, action: string): Promise<void> {
  const payload = {
    review: renderReviewEvent(c.forge, c.repo(), pull, review),
    pull_request: await renderPullSimple(c.forge, c.repo(), pull),
  }
  c.forge.emit({ event: 'pull_request_review', action, repo: c.repo(), sender: c.actor(), payload })
}

async function announceSubmitted(c: RouteContext, pull: Pull, review: Review): Promise<void> {
  const issue = issueByNumber(c.repo(), pull.number)
  issue.updatedAt = c.world.iso()
  pull.requestedReviewers = pull.requestedReviewers.filter((user) => user.id !== review.user.id)
  await announceReview(c, pull, review, 'submitted')
  for (const comment of pull.reviewComments) {
    if (comment.reviewId === review.id) await announceComment(c.forge, c.repo(), pull, comment)
  }
}

async function placesOf(
  c: RouteContext,
  pull: Pull,
  comments: z.infer<typeof createSchema>['comments'],
): Promise<{ body: string; place: Place }[]> {
  if (comments.length === 0) return []
  const base = pull.baseShaAtClose ?? `refs/heads/${pull.baseRef}`
  const files = await c.forge.git.changes(c.repo(), base, pull.headSha)
  return comments.map((comment) => {
    const place = resolvePlace(files, comment)
    if (place === 'path') throw unprocessable('Path could not be resolved')
    if (place === 'line') throw unprocessable('Line could not be resolved')
    if (place === 'start_line') throw unprocessable('Start line could not be resolved')
    return { body: comment.body, place }
  })
}

async function create(c: RouteContext): Promise<Reply> {
  const repo = c.repo()
  const pull = pullOf(c)
  const body = parseBody(c, createSchema)
  const user = c.actor()
  if (body.event !== undefined) {
    checkSubmission(
      c,
      pull,
      body.event,
      body.body === '' && (body.event === 'REQUEST_CHANGES' || body.comments.length === 0),
    )
  }
  const pending = pull.reviews.some((review) => review.state === 'PENDING' && review.user.id === user.id)
  if (pending) throw unprocessable('User can only have one pending review per pull request')
  const commit = body.commit_id ?? pull.headSha
  const base = pull.baseShaAtClose ?? `refs/heads/${pull.baseRef}`
  const known = await c.forge.git.commits(repo, base, pull.headSha)
  if (!known.some(({ sha }) => sha === commit)) {
    throw unprocessable('The commit_id is not part of the pull request')
  }
  const places = await placesOf(c, pull, body.comments)
  const id = c.world.nextId()
  const review: Review = {
    id,
    nodeId: nodeId('PRR', id),
    user,
    app: c.viaApp(),
    body: body.body,
    state: body.event === undefined ? 'PENDING' : STATES[body.event],
    commitId: commit,
    submittedAt: c.world.iso(),
  }
  pull.reviews.push(review)
  for (const { body, place } of places)
    addReviewComment(c.forge, pull, { reviewId: id, user, body, place, commit })
  if (review.state !== 'PENDING') await announceSubmitted(c, pull, review)
  return ok(renderReview(c.forge, repo, pull, review))
}

async function submit(c: RouteContext): Promise<Reply> {
  const pull = pullOf(c)
  const review = reviewOf(c, pull)
  const body = parseBody(c, submitSchema)
  if (review.state !== 'PENDING' || review.user.id !== c.actor().id) {
    throw unprocessable('Can not submit a review that is not pending')
  }
  const text = body.body ?? review.body
  const commented = pull.reviewComments.some((comment) => comment.reviewId === review.id)
  checkSubmission(c, pull, body.event, text === '' && (body.event === 'REQUEST_CHANGES' || !commented))
  Object.assign(review, {
    body: text,
    state: STATES[body.event],
    submittedAt: c.world.iso(),
  } satisfies Partial<Review>)
  await announceSubmitted(c, pull, review)
  return ok(renderReview(c.forge, c.repo(), pull, review))
}

async function dismiss(c: RouteContext): Promise<Reply> {
  const pull = pullOf(c)
  const review = reviewOf(c, pull)
  parseBody(c, dismissSchema)
  if (review.state !== 'APPROVED' && review.state !== 'CHANGES_REQUESTED') {
    const what = review.state === 'COMMENTED' ? 'commented' : review.state.toLowerCase()
    throw unprocessable(`Can not dismiss a ${what} pull request review`)
  }
  review.state = 'DISMISSED'
  await announceReview(c, pull, review, 'dismissed')
  return ok(renderReview(c.forge, c.repo(), pull, review))
}

export const reviewRoutes: readonly Route[] = [
  { method: 'POST', path: BASE, access: write, handle: create },
  {
    method: 'GET',
    path: BASE,
    access: read,
    handle: (c) => {
      const pull = pullOf(c)
      return ok(c.page(visible(c, pull)).map((review) => renderReview(c.forge, c.repo(), pull, review)))
    },
  },
  {
    method: 'GET',
    path: `${BASE}/{review_id}`,
    access: read,
    handle: (c) => ok(renderReview(c.forge, c.repo(), pullOf(c), reviewOf(c, pullOf(c)))),
  },
  {
    method: 'PUT',
    path: `${BASE}/{review_id}`,
    access: write,
    handle: (c) => {
      const review = reviewOf(c, pullOf(c))
      if (review.user.id !== c.actor().id) throw unprocessable('Can not edit a review by somebody else')
      review.body = parseBody(c, editSchema).body
      review.editedAt = c.world.iso()
      return ok(renderReview(c.forge, c.repo(), pullOf(c), review))
    },
  },
  { method: 'POST', path: `${BASE}/{review_id}/events`, access: write, handle: submit },
  {
    method: 'PUT',
    path: `${BASE}/{review_id}/dismissals`,
    access: { permission: 'pull_requests', level: 'write', role: 'write' },
    handle: dismiss,
  },
  {
    method: 'GET',
    path: `${BASE}/{review_id}/comments`,
    access: read,
    handle: (c) => {
      const pull = pullOf(c)
      const { id } = reviewOf(c, pull)
      const comments = c.page(pull.reviewComments.filter((comment) => comment.reviewId === id))
      return ok(comments.map((comment) => renderReviewComment(c.forge, c.repo(), pull, comment)))
    },
  },
]
