// Inline comments: checking where they point and adding them to a pull request.

import { z } from 'zod'
import { hunkAt, type Side } from './diff-lines.ts'
import type { Forge } from './forge.ts'
import type { FileChange } from './git/plumbing.ts'
import { renderPullSimple } from './render/pull.ts'
import { renderReviewComment } from './render/review-comment.ts'
import { nodeId, type Pull, type Repository, type ReviewComment, type User } from './world.ts'

/** Where a comment points, common to reviews and single comments. */
export const placeSchema = {
  body: z.string().min(1),
  path: z.string().min(1),
  line: z.number().int().min(1).optional(),
  side: z.enum(['LEFT', 'RIGHT']).default('RIGHT'),
  start_line: z.number().int().min(1).optional(),
  start_side: z.enum(['LEFT', 'RIGHT', 'side']).optional(),
}

export interface Place {
  path: string
  line: number | null
  startLine: number | null
  side: Side
  hunk: string
}

/** The place in the diff, or in words why there is none. */
export function resolvePlace(
  files: readonly FileChange[],
  at: { path: string; line?: number | undefined; start_line?: number | undefined; side: Side },
): Place | 'path' | 'line' | 'start_line' {
  const file = files.find((one) => one.path === at.path)
  if (file === undefined) return 'path'
  if (at.line === undefined) return 'line'
  const hunk = hunkAt(file, at.line, at.side)
  if (hunk === undefined) return 'line'
  const start = at.start_line
  if (start !== undefined && (start > at.line || hunkAt(file, start, at.side) === undefined))
    return 'start_line'
  return { path: at.path, line: at.line, startLine: start ?? null, side: at.side, hunk }
}

/** Adds a comment to the pull request; it is announced by whoever submits its review. */
export function addReviewComment(
  forge: Forge,
  pull: Pull,
  input: { reviewId: number; user: User; body: string; place: Place; commit: string; inReplyTo?: number },
): ReviewComment {
  const id = forge.world.nextId()
  const now = forge.world.iso()
  const { place } = input
  const comment: ReviewComment = {
    id,
    nodeId: nodeId('PRRC', id),
    reviewId: input.reviewId,
    user: input.user,
    body: input.body,
    path: place.path,
    line: place.line,
    startLine: place.startLine,
    side: place.side,
    commitId: input.commit,
    originalCommitId: input.commit,
    diffHunk: place.hunk,
    inReplyTo: input.inReplyTo,
    resolved: false,
    createdAt: now,
    updatedAt: now,
    reactions: [],
  }
  pull.reviewComments.push(comment)
  return comment
}

export async function announceComment(
  forge: Forge,
  repo: Repository,
  pull: Pull,
  comment: ReviewComment,
): Promise<void> {
  const payload = {
    comment: renderReviewComment(forge, repo, pull, comment),
    pull_request: await renderPullSimple(forge, repo, pull),
  }
  forge.emit({ event: 'pull_request_review_comment', action: 'created', repo, sender: comment.user, payload })
}

/** Marks the conversation that begins with `first` as resolved and says so; one that is resolved stays as it is. */
export async function resolveThread(
  forge: Forge,
  repo: Repository,
  pull: Pull,
  first: ReviewComment,
  by: User,
): Promise<void> {
  if (first.resolved) return
  first.resolved = true
  first.resolvedBy = by
  const comments = pull.reviewComments.filter((one) => one.id === first.id || one.inReplyTo === first.id)
  const payload = {
    thread: {
      node_id: nodeId('PRRT', first.id),
      comments: comments.map((one) => renderReviewComment(forge, repo, pull, one)),
    },
    pull_request: await renderPullSimple(forge, repo, pull),
  }
  forge.emit({ event: 'pull_request_review_thread', action: 'resolved', repo, sender: by, payload })
}
