// The labels of an issue or pull request.

import { z } from 'zod'
import { numberParam, param, parseBody } from '../body.ts'
import { HttpError } from '../http-error.ts'
import { addLabels, removeLabels } from '../issue-events.ts'
import { ensureLabels } from '../labels.ts'
import { findLabel, issueByNumber } from '../lookup.ts'
import { renderLabel } from '../render/label.ts'
import { noContent, ok } from '../route.ts'
import type { Reply, Route, RouteContext } from '../route.ts'
import type { Issue } from '../world.ts'

const PATH = '/repos/{owner}/{repo}/issues/{issue_number}/labels'
const read = { permission: 'issues', or: 'pull_requests', level: 'read' } as const
const write = { permission: 'issues', or: 'pull_requests', level: 'write' } as const

const named = z.union([z.string(), z.strictObject({ name: z.string() })])
/** GitHub takes `{ labels: [...] }` and, from of old, a bare array. */
const labelsBody = z.union([z.strictObject({ labels: z.array(named).optional() }), z.array(named)])

function wantedNames(c: RouteContext): string[] {
  const body = parseBody(c, labelsBody)
  const list = Array.isArray(body) ? body : (body.labels ?? [])
  return list.map((one) => (typeof one === 'string' ? one : one.name))
}

const issueOf = (c: RouteContext): Issue => issueByNumber(c.repo(), numberParam(c, 'issue_number'))
const by = (c: RouteContext) => ({ actor: c.actor(), app: c.viaApp() })
const listed = (c: RouteContext, issue: Issue): Reply =>
  ok(issue.labels.map((label) => renderLabel(c.forge, c.repo(), label)))

export const issueLabelRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: PATH,
    access: read,
    handle: (c) => ok(c.page(issueOf(c).labels).map((label) => renderLabel(c.forge, c.repo(), label))),
  },
  {
    method: 'POST',
    path: PATH,
    access: write,
    async handle(c) {
      const issue = issueOf(c)
      const labels = ensureLabels(c.forge, c.repo(), wantedNames(c), c.actor())
      await addLabels(c.forge, c.repo(), issue, labels, by(c))
      return listed(c, issue)
    },
  },
  {
    method: 'PUT',
    path: PATH,
    access: write,
    async handle(c) {
      const issue = issueOf(c)
      const labels = ensureLabels(c.forge, c.repo(), wantedNames(c), c.actor())
      const gone = issue.labels.filter((label) => !labels.includes(label))
      await removeLabels(c.forge, c.repo(), issue, gone, by(c))
      await addLabels(c.forge, c.repo(), issue, labels, by(c))
      return listed(c, issue)
    },
  },
  {
    method: 'DELETE',
    path: PATH,
    access: write,
    async handle(c) {
      const issue = issueOf(c)
      await removeLabels(c.forge, c.repo(), issue, [...issue.labels], by(c))
      return noContent()
    },
  },
  {
    method: 'DELETE',
    path: `${PATH}/{name}`,
    access: write,
    async handle(c) {
      const issue = issueOf(c)
      const label = findLabel(c.repo(), param(c, 'name'))
      if (label === undefined || !issue.labels.includes(label))
        throw new HttpError(404, 'Label does not exist')
      await removeLabels(c.forge, c.repo(), issue, [label], by(c))
      return listed(c, issue)
    },
  },
]
