// Who is asked to review (https://docs.github.com/rest/pulls/review-requests).

import { z } from 'zod'
import { atLeast, roleOf } from '../access.ts'
import { parseBody } from '../body.ts'
import { HttpError } from '../http-error.ts'
import { announce } from '../issue-events.ts'
import { findUser, issueByNumber } from '../lookup.ts'
import { pullOf } from '../pulls.ts'
import { renderPullSimple } from '../render/pull.ts'
import { renderUser } from '../render/user.ts'
import { created, ok, type Route, type RouteContext } from '../route.ts'
import { fullName, type Repository, type User } from '../world.ts'

const PATH = '/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers'
const write = { permission: 'pull_requests', level: 'write', role: 'write' } as const

const schema = z.strictObject({
  reviewers: z.array(z.string()).default([]),
  team_reviewers: z.array(z.string()).max(0, 'this forge has no teams').default([]),
})

/** A collaborator of the repository; strangers and Apps cannot be asked. */
function collaborator(c: RouteContext, repo: Repository, login: string): User {
  const user = findUser(c.world, login)
  const member =
    user !== undefined &&
    user.type === 'User' &&
    (user.id === repo.owner.id || repo.collaborators.has(user.login.toLowerCase())) &&
    atLeast(roleOf(repo, user), 'read')
  if (user === undefined || !member) {
    throw new HttpError(
      422,
      `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${fullName(repo)} repository.`,
    )
  }
  return user
}

export const reviewerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: PATH,
    access: { permission: 'pull_requests', level: 'read' },
    handle: (c) =>
      ok({ users: pullOf(c).requestedReviewers.map((user) => renderUser(c.forge, user)), teams: [] }),
  },
  {
    method: 'POST',
    path: PATH,
    access: write,
    handle: async (c) => {
      const repo = c.repo()
      const pull = pullOf(c)
      const issue = issueByNumber(repo, pull.number)
      const users = parseBody(c, schema).reviewers.map((login) => collaborator(c, repo, login))
      if (users.some((user) => user.id === issue.user.id)) {
        throw new HttpError(422, 'Review cannot be requested from pull request author.')
      }
      for (const user of users) {
        if (pull.requestedReviewers.some(({ id }) => id === user.id)) continue
        pull.requestedReviewers.push(user)
        const extra = { requested_reviewer: renderUser(c.forge, user) }
        await announce(c.forge, repo, issue, 'review_requested', c.actor(), extra)
      }
      return created(await renderPullSimple(c.forge, repo, pull))
    },
  },
  {
    method: 'DELETE',
    path: PATH,
    access: write,
    handle: async (c) => {
      const repo = c.repo()
      const pull = pullOf(c)
      const issue = issueByNumber(repo, pull.number)
      for (const login of parseBody(c, schema).reviewers) {
        const user = collaborator(c, repo, login)
        if (!pull.requestedReviewers.some(({ id }) => id === user.id)) continue
        pull.requestedReviewers = pull.requestedReviewers.filter(({ id }) => id !== user.id)
        const extra = { requested_reviewer: renderUser(c.forge, user) }
        await announce(c.forge, repo, issue, 'review_request_removed', c.actor(), extra)
      }
      return ok(await renderPullSimple(c.forge, repo, pull))
    },
  },
]
