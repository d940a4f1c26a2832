// Issues: listing, opening, changing, locking. Pull requests answer here too, as issues.

import { z } from 'zod'
import { atLeast, requireAuthorOr, roleOf } from '../access.ts'
import { numberParam, parseBody } from '../body.ts'
import { invalid } from '../http-error.ts'
import {
  addLabels,
  announce,
  closeIssue,
  createIssue,
  record,
  removeLabels,
  reopenIssue,
  setAssignees,
  setMilestone,
  setText,
} from '../issue-events.ts'
import type { Doer } from '../issue-events.ts'
import { filterIssues } from '../issue-filter.ts'
import { changedIssue, checkText, newIssue } from '../issue-input.ts'
import { ensureLabels } from '../labels.ts'
import { issueByNumber } from '../lookup.ts'
import { checkReopen } from '../pulls.ts'
import { renderIssue } from '../render/issue.ts'
import { created, noContent, ok } from '../route.ts'
import type { Route, RouteContext } from '../route.ts'
import type { Issue, Milestone, User } from '../world.ts'
import { MAX_ASSIGNEES, assignable } from './assignees.ts'

const LIST = '/repos/{owner}/{repo}/issues'
const ONE = `${LIST}/{issue_number}`
const read = { permission: 'issues', or: 'pull_requests', level: 'read' } as const
/** Anybody who can see a repository can open issues in it; an author can change their own. */
const write = { permission: 'issues', or: 'pull_requests', level: 'write', role: 'read' } as const

const lockBody = z.strictObject({
  lock_reason: z.enum(['off-topic', 'too heated', 'resolved', 'spam']).nullish(),
})

const by = (c: RouteContext): Doer => ({ actor: c.actor(), app: c.viaApp() })
const issueOf = (c: RouteContext): Issue => issueByNumber(c.repo(), numberParam(c, 'issue_number'))

/** Whether the caller may label and assign. Whoever may not has that part of a new issue left out, without an error. */
const triages = (c: RouteContext): boolean =>
  c.caller.kind === 'installation' || atLeast(roleOf(c.repo(), c.actor()), 'triage')

/** The people to assign. Throws 422 naming the first who cannot be. */
function assigneesOf(c: RouteContext, logins: readonly string[]): User[] {
  const users = logins.map((login) => {
    const user = assignable(c, login)
    if (user === undefined)
      throw invalid([{ resource: 'Issue', field: 'assignees', code: 'invalid', value: login }])
    return user
  })
  return [...new Set(users)].slice(0, MAX_ASSIGNEES)
}

const loginsOf = (body: { assignee?: string | null | undefined; assignees?: string[] | undefined }) =>
  body.assignees ?? (typeof body.assignee === 'string' && body.assignee !== '' ? [body.assignee] : undefined)

/** The milestone of this number; undefined for none. Throws 422 when there is no such milestone. */
function milestoneOf(c: RouteContext, number: number | null | undefined): Milestone | undefined {
  if (number === null || number === undefined) return undefined
  const milestone = c.repo().milestones.get(number)
  if (milestone === undefined)
    throw invalid([{ resource: 'Issue', field: 'milestone', code: 'invalid', value: String(number) }])
  return milestone
}

async function open(c: RouteContext): Promise<Issue> {
  const repo = c.repo()
  const input = parseBody(c, newIssue)
  checkText(input)
  const may = triages(c)
  const assignees = may ? assigneesOf(c, loginsOf(input) ?? []) : []
  const milestone = may ? milestoneOf(c, input.milestone) : undefined
  const labels = may ? ensureLabels(c.forge, repo, input.labels ?? [], c.actor()) : []
  const issue = createIssue(
    c.forge,
    repo,
    { title: input.title, body: input.body ?? null, isPull: false },
    by(c),
  )
  // `opened` shows the issue with its labels already; the labels' own events follow.
  issue.labels.push(...labels)
  await announce(c.forge, repo, issue, 'opened', c.actor())
  issue.labels = []
  await addLabels(c.forge, repo, issue, labels, by(c))
  await setAssignees(c.forge, repo, issue, assignees, by(c))
  await setMilestone(c.forge, repo, issue, milestone, by(c))
  return issue
}

async function update(c: RouteContext): Promise<Issue> {
  const repo = c.repo()
  const issue = issueOf(c)
  const input = parseBody(c, changedIssue)
  requireAuthorOr(c, issue.user, 'triage')
  checkText(input)
  const logins = input.assignee === null ? [] : loginsOf(input)
  const relabels = triages(c) && input.labels !== undefined
  const assignees = triages(c) && logins !== undefined ? assigneesOf(c, logins) : undefined
  const milestone = milestoneOf(c, input.milestone)
  const pull = repo.pulls.get(issue.number)
  if (input.state === 'open' && issue.state === 'closed' && pull !== undefined) {
    await c.forge.git.exclusive(repo, () => checkReopen(c.forge, repo, pull))
  }
  const labels = relabels ? ensureLabels(c.forge, repo, input.labels ?? [], c.actor()) : undefined
  const changes = setText(c.forge, issue, input)
  if (Object.keys(changes).length > 0) {
    await announce(c.forge, repo, issue, 'edited', c.actor(), { changes })
  }
  if (labels !== undefined) {
    const gone = issue.labels.filter((label) => !labels.includes(label))
    await removeLabels(c.forge, repo, issue, gone, by(c))
    await addLabels(c.forge, repo, issue, labels, by(c))
  }
  if (assignees !== undefined) await setAssignees(c.forge, repo, issue, assignees, by(c))
  if (triages(c) && input.milestone !== undefined) await setMilestone(c.forge, repo, issue, milestone, by(c))
  if (input.state === 'closed')
    await closeIssue(c.forge, repo, issue, input.state_reason ?? 'completed', by(c))
  if (input.state === 'open') await reopenIssue(c.forge, repo, issue, by(c))
  return issue
}

async function setLock(c: RouteContext, locked: boolean): Promise<void> {
  const issue = issueOf(c)
  if (issue.locked === locked) return
  const reason = locked ? parseBody(c, lockBody).lock_reason : undefined
  issue.locked = locked
  delete issue.lockReason
  if (typeof reason === 'string') issue.lockReason = reason
  record(c.forge, issue, locked ? 'locked' : 'unlocked', by(c))
  await announce(c.forge, c.repo(), issue, locked ? 'locked' : 'unlocked', c.actor())
}

export const issueRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: LIST,
    access: read,
    handle: (c) => ok(c.page(filterIssues(c)).map((issue) => renderIssue(c.forge, c.repo(), issue))),
  },
  {
    method: 'POST',
    path: LIST,
    access: { permission: 'issues', level: 'write', role: 'read' },
    handle: async (c) => {
      const issue = await open(c)
      return created(renderIssue(c.forge, c.repo(), issue))
    },
  },
  {
    method: 'GET',
    path: ONE,
    access: read,
    handle: (c) => ok(renderIssue(c.forge, c.repo(), issueOf(c))),
  },
  {
    method: 'PATCH',
    path: ONE,
    access: write,
    handle: async (c) => ok(renderIssue(c.forge, c.repo(), await update(c))),
  },
  {
    method: 'PUT',
    path: `${ONE}/lock`,
    access: { ...write, role: 'write' },
    async handle(c) {
      await setLock(c, true)
      return noContent()
    },
  },
  {
    method: 'DELETE',
    path: `${ONE}/lock`,
    access: { ...write, role: 'write' },
    async handle(c) {
      await setLock(c, false)
      return noContent()
    },
  },
]
