// Comments on issues and pull requests.

import { z } from 'zod'
import { atLeast, requireAuthorOr, roleOf } from '../access.ts'
import { characters, choice, numberParam, parseBody, since } from '../body.ts'
import type { Forge } from '../forge.ts'
import { forbidden, invalid } from '../http-error.ts'
import { MAX_BODY } from '../issue-input.ts'
import { commentById, issueByNumber } from '../lookup.ts'
import { renderComment } from '../render/comment.ts'
import { renderIssue } from '../render/issue.ts'
import { created, noContent, ok } from '../route.ts'
import type { Route, RouteContext } from '../route.ts'
import { nodeId } from '../world.ts'
import type { Comment, Issue, Repository, User } from '../world.ts'

const ON_ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}/comments'
const ALL = '/repos/{owner}/{repo}/issues/comments'
const ONE = `${ALL}/{comment_id}`
const read = { permission: 'issues', or: 'pull_requests', level: 'read' } as const
/** Anybody who can see a repository can comment in it, and change their own comments. */
const write = { permission: 'issues', or: 'pull_requests', level: 'write', role: 'read' } as const

const commentBody = z.strictObject({ body: z.string() })

function bodyOf(c: RouteContext): string {
  const { body } = parseBody(c, commentBody)
  const fail = (message: string) =>
    invalid([{ resource: 'IssueComment', field: 'body', code: 'unprocessable', message }])
  if (body.trim() === '') throw fail("Body can't be blank")
  if (characters(body) > MAX_BODY) throw fail(`Body is too long (maximum is ${MAX_BODY} characters)`)
  return body
}

/** Announces `issue_comment.<action>`; the issue carries `pull_request` when it is one. */
function announce(
  forge: Forge,
  repo: Repository,
  on: { issue: Issue; comment: Comment },
  action: 'created' | 'edited' | 'deleted',
  sender: User,
  extra: Record<string, unknown> = {},
): void {
  const payload = {
    issue: renderIssue(forge, repo, on.issue),
    comment: renderComment(forge, repo, on.issue, on.comment),
    ...extra,
  }
  forge.emit({ event: 'issue_comment', action, repo, sender, payload })
}

function create(c: RouteContext): Comment {
  const { world, forge } = c
  const repo = c.repo()
  const issue = issueByNumber(repo, numberParam(c, 'issue_number'))
  const body = bodyOf(c)
  const mayAlways = c.caller.kind === 'installation' || atLeast(roleOf(repo, c.actor()), 'write')
  if (issue.locked && !mayAlways) throw forbidden('Unable to create comment because issue is locked.')
  const id = world.nextId()
  const comment: Comment = {
    id,
    nodeId: nodeId('IC', id),
    user: c.actor(),
    app: c.viaApp(),
    body,
    createdAt: world.iso(),
    updatedAt: world.iso(),
    editedAt: null,
    reactions: [],
  }
  issue.comments.push(comment)
  issue.updatedAt = world.iso()
  announce(forge, repo, { issue, comment }, 'created', c.actor())
  return comment
}

/** Every comment of the repository with its issue, by id. */
const allComments = (repo: Repository): { issue: Issue; comment: Comment }[] =>
  [...repo.issues.values()]
    .flatMap((issue) => issue.comments.map((comment) => ({ issue, comment })))
    .sort((a, b) => a.comment.id - b.comment.id)

const recent = (comment: Comment, from: number | undefined): boolean =>
  from === undefined || Date.parse(comment.updatedAt) >= from

export const commentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: ON_ISSUE,
    access: read,
    handle(c) {
      const issue = issueByNumber(c.repo(), numberParam(c, 'issue_number'))
      const from = since(c)
      const comments = issue.comments.filter((comment) => recent(comment, from))
      return ok(c.page(comments).map((comment) => renderComment(c.forge, c.repo(), issue, comment)))
    },
  },
  {
    method: 'POST',
    path: ON_ISSUE,
    access: write,
    handle(c) {
      const comment = create(c)
      const { issue } = commentById(c.repo(), comment.id)
      return created(renderComment(c.forge, c.repo(), issue, comment))
    },
  },
  {
    method: 'GET',
    path: ALL,
    access: read,
    handle(c) {
      const from = since(c)
      const key = choice(c, 'sort', ['created', 'updated']) === 'created' ? 'createdAt' : 'updatedAt'
      const sign = choice(c, 'direction', ['asc', 'desc']) === 'asc' ? 1 : -1
      const all = allComments(c.repo())
        .filter(({ comment }) => recent(comment, from))
        .sort(
          (a, b) =>
            sign * (Date.parse(a.comment[key]) - Date.parse(b.comment[key]) || a.comment.id - b.comment.id),
        )
      return ok(c.page(all).map(({ issue, comment }) => renderComment(c.forge, c.repo(), issue, comment)))
    },
  },
  {
    method: 'GET',
    path: ONE,
    access: read,
    handle(c) {
      const { issue, comment } = commentById(c.repo(), numberParam(c, 'comment_id'))
      return ok(renderComment(c.forge, c.repo(), issue, comment))
    },
  },
  {
    method: 'PATCH',
    path: ONE,
    access: write,
    handle(c) {
      const on = commentById(c.repo(), numberParam(c, 'comment_id'))
      requireAuthorOr(c, on.comment.user, 'write')
      const from = on.comment.body
      on.comment.body = bodyOf(c)
      on.comment.updatedAt = c.world.iso()
      if (from !== on.comment.body) {
        on.comment.editedAt = c.world.iso()
        announce(c.forge, c.repo(), on, 'edited', c.actor(), { changes: { body: { from } } })
      }
      return ok(renderComment(c.forge, c.repo(), on.issue, on.comment))
    },
  },
  {
    method: 'DELETE',
    path: ONE,
    access: write,
    handle(c) {
      const on = commentById(c.repo(), numberParam(c, 'comment_id'))
      requireAuthorOr(c, on.comment.user, 'write')
      on.issue.comments.splice(on.issue.comments.indexOf(on.comment), 1)
      announce(c.forge, c.repo(), on, 'deleted', c.actor())
      return noContent()
    },
  },
]
