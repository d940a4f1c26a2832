// Which issues a list request asks for, and in which order.

import { choice, since } from './body.ts'
import { HttpError } from './http-error.ts'
import type { RouteContext } from './route.ts'
import type { Issue } from './world.ts'

type Test = (issue: Issue) => boolean

const ORDERS = {
  created: (issue: Issue): number => issue.number,
  updated: (issue: Issue): number => Date.parse(issue.updatedAt),
  comments: (issue: Issue): number => issue.comments.length,
} as const

/** Filters of GitHub's that this forge has nothing for; asking for one must not look as if it had been applied. */
const LACKING = ['milestone', 'type', 'mentioned', 'issue_field_values'] as const

function personTest(c: RouteContext, name: string, of: (issue: Issue) => readonly string[]): Test[] {
  const wanted = c.query.get(name)?.toLowerCase()
  if (wanted === undefined || wanted === '') return []
  if (wanted === 'none') return [(issue) => of(issue).length === 0]
  if (wanted === '*') return [(issue) => of(issue).length > 0]
  return [(issue) => of(issue).some((login) => login.toLowerCase() === wanted)]
}

function tests(c: RouteContext): Test[] {
  const state = choice(c, 'state', ['open', 'closed', 'all'])
  const labels = (c.query.get('labels') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
  const from = since(c)
  return [
    ...(state === 'all' ? [] : [(issue: Issue) => issue.state === state]),
    ...labels.map(
      (name) => (issue: Issue) => issue.labels.some((label) => label.name.toLowerCase() === name),
    ),
    ...(from === undefined ? [] : [(issue: Issue) => Date.parse(issue.updatedAt) >= from]),
    ...personTest(c, 'creator', (issue) => [issue.user.login]),
    ...personTest(c, 'assignee', (issue) => issue.assignees.map((user) => user.login)),
  ]
}

/** The issues and pull requests that GET /repos/{owner}/{repo}/issues lists, sorted. Throws 422 for a filter out of range. */
export function filterIssues(c: RouteContext): Issue[] {
  for (const name of LACKING) {
    if (c.query.has(name)) throw new HttpError(501, `The embedded GitHub cannot filter issues by ${name}`)
  }
  const wanted = tests(c)
  const key = ORDERS[choice(c, 'sort', ['created', 'updated', 'comments'])]
  const sign = choice(c, 'direction', ['desc', 'asc']) === 'asc' ? 1 : -1
  return [...c.repo().issues.values()]
    .filter((issue) => wanted.every((test) => test(issue)))
    .sort((a, b) => sign * (key(a) - key(b) || a.number - b.number))
}
