// Sub-issues: an issue's children by database id, their order, and the parent.

import { z } from 'zod'
import { numberParam, parseBody } from '../body.ts'
import { checkAddition } from '../hierarchy.ts'
import { HttpError, notFound } from '../http-error.ts'
import { issueById, issueByNumber } from '../lookup.ts'
import { renderIssue } from '../render/issue.ts'
import { renderRepository } from '../render/repository.ts'
import { created, ok } from '../route.ts'
import type { Route, RouteContext } from '../route.ts'
import type { Issue } from '../world.ts'

const ISSUE = '/repos/{owner}/{repo}/issues/{issue_number}'
const read = { permission: 'issues', level: 'read' } as const
const write = { permission: 'issues', level: 'write' } as const

const addBody = z.strictObject({ sub_issue_id: z.int(), replace_parent: z.boolean().optional() })
const removeBody = z.strictObject({ sub_issue_id: z.int() })
const moveBody = z.strictObject({
  sub_issue_id: z.int(),
  after_id: z.int().optional(),
  before_id: z.int().optional(),
})

/** Pull requests have no place in the tree. */
function plainIssue(issue: Issue | undefined): Issue {
  if (issue === undefined || issue.isPull) throw notFound()
  return issue
}

const parentOf = (c: RouteContext): Issue =>
  plainIssue(issueByNumber(c.repo(), numberParam(c, 'issue_number')))

function announce(c: RouteContext, parent: Issue, child: Issue, verb: 'added' | 'removed'): void {
  const repo = c.repo()
  const repository = renderRepository(c.forge, repo)
  const payload = {
    parent_issue_id: parent.id,
    parent_issue: renderIssue(c.forge, repo, parent),
    parent_issue_repo: repository,
    sub_issue_id: child.id,
    sub_issue: renderIssue(c.forge, repo, child),
    sub_issue_repo: repository,
  }
  for (const action of [`sub_issue_${verb}`, `parent_issue_${verb}`]) {
    c.forge.emit({ event: 'sub_issues', action, repo, sender: c.actor(), payload })
  }
}

function detach(c: RouteContext, parent: Issue, child: Issue): void {
  parent.subIssues = parent.subIssues.filter((number) => number !== child.number)
  child.parent = undefined
  announce(c, parent, child, 'removed')
}

/** The child named by id in the body. Throws 404 when it is not one of this parent's. */
function childOf(c: RouteContext, parent: Issue, id: number): Issue {
  const child = issueById(c.repo(), id)
  if (child === undefined || child.parent !== parent.number) throw notFound()
  return child
}

function move(c: RouteContext): Issue {
  const parent = parentOf(c)
  const { sub_issue_id: id, after_id: after, before_id: before } = parseBody(c, moveBody)
  if ((after === undefined) === (before === undefined)) {
    throw new HttpError(422, 'Exactly one of after_id and before_id must be given.')
  }
  const child = childOf(c, parent, id)
  const neighbour = childOf(c, parent, after ?? before ?? 0)
  const rest = parent.subIssues.filter((number) => number !== child.number)
  const at = rest.indexOf(neighbour.number) + (after === undefined ? 0 : 1)
  parent.subIssues = rest.toSpliced(at, 0, child.number)
  return parent
}

export const subIssueRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${ISSUE}/sub_issues`,
    access: read,
    handle(c) {
      const children = parentOf(c).subIssues.map((number) => issueByNumber(c.repo(), number))
      return ok(c.page(children).map((child) => renderIssue(c.forge, c.repo(), child)))
    },
  },
  {
    method: 'POST',
    path: `${ISSUE}/sub_issues`,
    access: write,
    handle(c) {
      const repo = c.repo()
      const parent = parentOf(c)
      const { sub_issue_id: id, replace_parent: replaces = false } = parseBody(c, addBody)
      const child = plainIssue(issueById(repo, id))
      checkAddition(repo, parent, child, replaces)
      if (child.parent !== undefined) detach(c, issueByNumber(repo, child.parent), child)
      parent.subIssues.push(child.number)
      child.parent = parent.number
      announce(c, parent, child, 'added')
      return created(renderIssue(c.forge, repo, parent))
    },
  },
  {
    method: 'DELETE',
    path: `${ISSUE}/sub_issue`,
    access: write,
    handle(c) {
      const parent = parentOf(c)
      detach(c, parent, childOf(c, parent, parseBody(c, removeBody).sub_issue_id))
      return ok(renderIssue(c.forge, c.repo(), parent))
    },
  },
  {
    method: 'PATCH',
    path: `${ISSUE}/sub_issues/priority`,
    access: write,
    handle: (c) => ok(renderIssue(c.forge, c.repo(), move(c))),
  },
  {
    method: 'GET',
    path: `${ISSUE}/parent`,
    access: read,
    handle(c) {
      const { parent } = parentOf(c)
      if (parent === undefined) throw notFound()
      return ok(renderIssue(c.forge, c.repo(), issueByNumber(c.repo(), parent)))
    },
  },
]
