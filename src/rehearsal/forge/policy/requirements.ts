// Whether a commit's checks and a pull request's reviews are what a rule asks for, in GitHub's words where they are not.

import { atLeast, roleOf } from '../access.ts'
import { latestChecks, latestStatuses, passes } from '../checks.ts'
import type { Forge } from '../forge.ts'
import { installationOn } from '../lookup.ts'
import { lastPusher } from '../pushers.ts'
import type { Pull, Repository, Review, User } from '../world.ts'
import type { PullRequestRule, RefRules } from './branch-rules.ts'

type CheckState = 'passed' | 'expected' | 'queued' | 'in progress' | 'pending' | 'failing'

function stateOf(repo: Repository, sha: string, required: RefRules['checks'][number]): CheckState {
  const bound = required.appId !== null && required.appId !== -1 ? required.appId : undefined
  const run = latestChecks(repo, sha).findLast(
    (check) => check.name === required.context && (bound === undefined || check.app.id === bound),
  )
  if (run !== undefined) {
    if (run.status === 'completed') return passes(run) ? 'passed' : 'failing'
    return run.status === 'queued' ? 'queued' : 'in progress'
  }
  // A commit status carries no App, so it cannot satisfy a check that is bound to one.
  const status =
    bound === undefined ? latestStatuses(repo, sha).find((s) => s.context === required.context) : undefined
  if (status === undefined) return 'expected'
  if (status.state === 'success') return 'passed'
  return status.state === 'pending' ? 'pending' : 'failing'
}

/** Where the required checks of a commit stand: one that fails is worse than one that has not answered. */
export function checksOn(
  repo: Repository,
  sha: string,
  required: RefRules['checks'],
): 'passed' | 'waiting' | 'failing' {
  const states = required.map((check) => stateOf(repo, sha, check))
  if (states.includes('failing')) return 'failing'
  return states.every((state) => state === 'passed') ? 'passed' : 'waiting'
}

/** Messages for the required checks that a commit has not passed; none when it has. */
export function checkMessages(repo: Repository, sha: string, required: RefRules['checks']): string[] {
  const unmet = required
    .map((check) => ({ name: check.context, state: stateOf(repo, sha, check) }))
    .filter(({ state }) => state !== 'passed')
  const [first, ...others] = unmet
  if (first === undefined) return []
  if (others.length === 0) return [`Required status check "${first.name}" is ${first.state}.`]
  const of = `${unmet.length} of ${required.length} required status checks`
  if (others.every(({ state }) => state === first.state)) return [`${of} are ${first.state}.`]
  const counts = Map.groupBy(unmet, ({ state }) => state)
  return [
    `${of} have not succeeded: ${[...counts].map(([state, all]) => `${all.length} ${state}`).join(', ')}.`,
  ]
}

/** Whether a review by this account counts: write access for a person, `contents: write` for an App. */
export function hasWrite(forge: Forge, repo: Repository, user: User): boolean {
  for (const app of forge.world.apps.values()) {
    if (app.bot.id === user.id) {
      return installationOn(forge.world, app, repo)?.permissions.contents === 'write'
    }
  }
  return atLeast(roleOf(repo, user), 'write')
}

/** The newest review of each reviewer that says something other than a comment; dismissed ones included. */
export function decidingReviews(pull: Pull): Review[] {
  const latest = new Map<number, Review>()
  for (const review of pull.reviews) {
    if (review.state !== 'COMMENTED' && review.state !== 'PENDING') latest.set(review.user.id, review)
  }
  return [...latest.values()]
}

/** Messages for what a pull-request rule still asks for. `author` is the pull request's, whose review never counts. */
export function reviewMessages(
  forge: Forge,
  repo: Repository,
  pull: Pull,
  author: User,
  rule: PullRequestRule,
): string[] {
  const messages: string[] = []
  const counted = decidingReviews(pull).filter(
    (review) => review.user.id !== author.id && hasWrite(forge, repo, review.user),
  )
  const approvals = counted.filter((review) => review.state === 'APPROVED')
  if (rule.approvals > 0) {
    if (counted.some((review) => review.state === 'CHANGES_REQUESTED')) {
      messages.push('Changes have been requested.')
    }
    if (approvals.length < rule.approvals) {
      const reviews = rule.approvals === 1 ? 'approving review is' : 'approving reviews are'
      messages.push(`At least ${rule.approvals} ${reviews} required by reviewers with write access.`)
    }
  }
  if (rule.lastPushApproval) {
    const pusher = lastPusher(repo, pull)
    const fresh = approvals.some(
      (review) => review.commitId === pull.headSha && review.user.id !== pusher?.id,
    )
    if (!fresh) messages.push('New changes require approval from someone other than the last pusher.')
  }
  if (rule.threadResolution && pull.reviewComments.some((c) => c.inReplyTo === undefined && !c.resolved)) {
    messages.push('A conversation must be resolved before this pull request can be merged.')
  }
  return messages
}
