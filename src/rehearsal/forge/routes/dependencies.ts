// Issue dependencies: what blocks an issue and what it blocks. GitHub only shows them; nothing is enforced.

import { z } from 'zod'
import { numberParam, parseBody } from '../body.ts'
import { HttpError, notFound } from '../http-error.ts'
import { issueById, issueByNumber } from '../lookup.ts'
import { blockedByThis, renderIssue } from '../render/issue.ts'
import { renderRepository } from '../render/repository.ts'
import { created, ok } from '../route.ts'
import type { Route, RouteContext } from '../route.ts'
import type { Issue } from '../world.ts'

const PATH = '/repos/{owner}/{repo}/issues/{issue_number}/dependencies'
const read = { permission: 'issues', level: 'read' } as const
const write = { permission: 'issues', level: 'write' } as const
/** Per relationship (https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/creating-issue-dependencies). */
const MAX_DEPENDENCIES = 50

const dependencyBody = z.strictObject({ issue_id: z.int() })

const issueOf = (c: RouteContext): Issue => issueByNumber(c.repo(), numberParam(c, 'issue_number'))

function announce(c: RouteContext, blocked: Issue, blocking: Issue, verb: 'added' | 'removed'): void {
  const repo = c.repo()
  const repository = renderRepository(c.forge, repo)
  const payload = {
    blocked_issue_id: blocked.id,
    blocked_issue: renderIssue(c.forge, repo, blocked),
    blocking_issue_id: blocking.id,
    blocking_issue: renderIssue(c.forge, repo, blocking),
  }
  const send = (action: string, extra: Record<string, unknown>): void => {
    const event = 'issue_dependencies'
    c.forge.emit({ event, action, repo, sender: c.actor(), payload: { ...payload, ...extra } })
  }
  send(`blocked_by_${verb}`, { blocking_issue_repo: repository })
  send(`blocking_${verb}`, { blocked_issue_repo: repository })
}

const listed = (c: RouteContext, numbers: readonly number[]) =>
  ok(c.page(numbers).map((number) => renderIssue(c.forge, c.repo(), issueByNumber(c.repo(), number))))

function add(c: RouteContext): Issue {
  const blocked = issueOf(c)
  const blocking = issueById(c.repo(), parseBody(c, dependencyBody).issue_id)
  if (blocking === undefined) throw notFound()
  if (blocking === blocked) throw new HttpError(422, 'An issue cannot be blocked by itself.')
  if (blocked.blockedBy.includes(blocking.number)) {
    throw new HttpError(422, 'Issue is already blocked by this issue.')
  }
  if (
    blocked.blockedBy.length >= MAX_DEPENDENCIES ||
    blockedByThis(c.repo(), blocking).length >= MAX_DEPENDENCIES
  ) {
    throw new HttpError(422, `An issue cannot have more than ${MAX_DEPENDENCIES} dependencies of a kind.`)
  }
  blocked.blockedBy.push(blocking.number)
  announce(c, blocked, blocking, 'added')
  return blocking
}

export const dependencyRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${PATH}/blocked_by`,
    access: read,
    handle: (c) => listed(c, issueOf(c).blockedBy),
  },
  {
    method: 'POST',
    path: `${PATH}/blocked_by`,
    access: write,
    handle: (c) => created(renderIssue(c.forge, c.repo(), add(c))),
  },
  {
    method: 'DELETE',
    path: `${PATH}/blocked_by/{issue_id}`,
    access: write,
    handle(c) {
      const blocked = issueOf(c)
      const blocking = issueById(c.repo(), numberParam(c, 'issue_id'))
      if (blocking === undefined || !blocked.blockedBy.includes(blocking.number)) throw notFound()
      blocked.blockedBy = blocked.blockedBy.filter((number) => number !== blocking.number)
      announce(c, blocked, blocking, 'removed')
      return ok(renderIssue(c.forge, c.repo(), blocking))
    },
  },
  {
    method: 'GET',
    path: `${PATH}/blocking`,
    access: read,
    handle: (c) => listed(c, blockedByThis(c.repo(), issueOf(c))),
  },
]
