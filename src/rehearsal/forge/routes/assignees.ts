// Who is, and who can be, assigned to an issue.

import { z } from 'zod'
import { numberParam, param, parseBody } from '../body.ts'
import { notFound } from '../http-error.ts'
import { setAssignees } from '../issue-events.ts'
import { issueByNumber } from '../lookup.ts'
import { renderIssue } from '../render/issue.ts'
import { renderUser } from '../render/user.ts'
import { created, noContent, ok } from '../route.ts'
import type { Route, RouteContext } from '../route.ts'
import type { User } from '../world.ts'
import { collaboratorsOf } from './collaborators.ts'

/** https://docs.github.com/rest/issues/assignees#add-assignees-to-an-issue */
export const MAX_ASSIGNEES = 10

const read = { permission: 'metadata', level: 'read' } as const
const write = { permission: 'issues', or: 'pull_requests', level: 'write' } as const
const assigneesBody = z.strictObject({ assignees: z.array(z.string()).optional() })

/** The person of this login who may be assigned here, or undefined. */
export const assignable = (c: RouteContext, login: string): User | undefined =>
  collaboratorsOf(c.world, c.repo()).find((user) => user.login.toLowerCase() === login.toLowerCase())

export const assigneeRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/assignees',
    access: read,
    handle: (c) => ok(c.page(collaboratorsOf(c.world, c.repo())).map((user) => renderUser(c.forge, user))),
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/assignees/{assignee}',
    access: read,
    handle(c) {
      if (assignable(c, param(c, 'assignee')) === undefined) throw notFound()
      return noContent()
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/assignees/{assignee}',
    access: read,
    handle(c) {
      issueByNumber(c.repo(), numberParam(c, 'issue_number'))
      if (assignable(c, param(c, 'assignee')) === undefined) throw notFound()
      return noContent()
    },
  },
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/assignees',
    access: write,
    async handle(c) {
      const repo = c.repo()
      const issue = issueByNumber(repo, numberParam(c, 'issue_number'))
      // GitHub leaves out, without a word, whoever cannot be assigned.
      const added = (parseBody(c, assigneesBody).assignees ?? []).flatMap(
        (login) => assignable(c, login) ?? [],
      )
      const wanted = [...new Set([...issue.assignees, ...added])].slice(0, MAX_ASSIGNEES)
      await setAssignees(c.forge, repo, issue, wanted, { actor: c.actor(), app: c.viaApp() })
      return created(renderIssue(c.forge, repo, issue))
    },
  },
  {
    method: 'DELETE',
    path: '/repos/{owner}/{repo}/issues/{issue_number}/assignees',
    access: write,
    async handle(c) {
      const repo = c.repo()
      const issue = issueByNumber(repo, numberParam(c, 'issue_number'))
      const gone = new Set((parseBody(c, assigneesBody).assignees ?? []).map((login) => login.toLowerCase()))
      const wanted = issue.assignees.filter((user) => !gone.has(user.login.toLowerCase()))
      await setAssignees(c.forge, repo, issue, wanted, { actor: c.actor(), app: c.viaApp() })
      return ok(renderIssue(c.forge, repo, issue))
    },
  },
]
