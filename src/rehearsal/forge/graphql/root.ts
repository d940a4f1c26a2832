// The entry points of a query or mutation: viewer, repository, node, rateLimit, a pull request's draft state and merge queue, pins.

import { authorize, canSee } from '../access.ts'
import { findRepository } from '../lookup.ts'
import { setDraft } from '../merge-state.ts'
import { resolveThread } from '../review-comments.ts'
import type { RateState } from '../ratelimit.ts'
import type { Issue, Pull, Repository, ReviewComment } from '../world.ts'
import type { Cost } from './cost.ts'
import { typedError } from './errors.ts'
import { queueMutations } from './merge-queue.ts'
import { pinMutations } from './pins.ts'
import { threadId, threadView } from './review-thread.ts'
import type { Scope, View } from './scope.ts'

interface DraftArguments {
  input: { pullRequestId: string; clientMutationId?: string | null }
}

interface ThreadArguments {
  input: { threadId: string; clientMutationId?: string | null }
}

/** The root value of an execution. `cost` is the query's, `rate` where the caller stands after paying it. */
export function rootView(scope: Scope, cost: Cost, rate: RateState): Record<string, unknown> {
  const draft = (wanted: boolean) => async (args: DraftArguments) => {
    const { repo, pull } = pullByNode(scope, args.input.pullRequestId)
    authorize(scope.caller, repo, { permission: 'pull_requests', level: 'write' })
    if (repo.issues.get(pull.number)?.state !== 'open')
      throw typedError('UNPROCESSABLE', 'Pull request is closed.')
    await setDraft(scope.forge, repo, pull, wanted, scope.viewer)
    return {
      clientMutationId: args.input.clientMutationId ?? null,
      pullRequest: () => scope.views.pull(repo, pull),
    }
  }
  const resolve = async (args: ThreadArguments) => {
    const { repo, pull, first } = threadByNode(scope, args.input.threadId)
    // An App needs `contents: write` for it, a person the write role or the pull request to be theirs.
    const author = repo.issues.get(pull.number)?.user.id
    if (scope.caller.kind === 'installation' || author !== scope.viewer.id)
      authorize(scope.caller, repo, { permission: 'contents', level: 'write' })
    await resolveThread(scope.forge, repo, pull, first, scope.viewer)
    const url = `${scope.forge.url}/${repo.owner.login}/${repo.name}/pull/${pull.number}`
    return {
      clientMutationId: args.input.clientMutationId ?? null,
      thread: () => threadView(scope, repo, pull, first, url),
    }
  }
  return {
    id: 'Q',
    // An App sees itself as the account `<slug>[bot]`, here with the suffix and as a User, since the field's type is one.
    viewer: () => ({ ...scope.views.actor(scope.viewer), __typename: 'User', login: scope.viewer.login }),
    rateLimit: () => ({
      cost: cost.points,
      nodeCount: cost.nodes,
      limit: rate.limit,
      used: rate.used,
      remaining: rate.remaining,
      resetAt: new Date(rate.reset * 1000).toISOString().replace('.000Z', 'Z'),
    }),
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const repo = findRepository(scope.forge.world, owner, name)
      if (repo === undefined || !canSee(scope.caller, repo))
        throw typedError('NOT_FOUND', `Could not resolve to a Repository with the name '${owner}/${name}'.`)
      return scope.views.repository(repo)
    },
    node: ({ id }: { id: string }) => nodeView(scope, id),
    markPullRequestReadyForReview: draft(false),
    convertPullRequestToDraft: draft(true),
    resolveReviewThread: resolve,
    ...queueMutations(scope, (id) => pullByNode(scope, id)),
    ...pinMutations(scope, (id) => issueByNode(scope, id)),
  }
}

const noNode = (id: string) =>
  typedError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)

function visible(scope: Scope): Repository[] {
  return [...scope.forge.world.repositories.values()].filter((repo) => canSee(scope.caller, repo))
}

function nodeView(scope: Scope, id: string): View {
  for (const repo of visible(scope)) {
    if (repo.nodeId === id) return scope.views.repository(repo)
    for (const issue of repo.issues.values())
      if (issue.nodeId === id && !issue.isPull) return scope.views.issue(repo, issue)
    for (const pull of repo.pulls.values()) if (pull.nodeId === id) return scope.views.pull(repo, pull)
  }
  for (const user of scope.forge.world.users.values()) if (user.nodeId === id) return scope.views.actor(user)
  throw noNode(id)
}

function issueByNode(scope: Scope, id: string): { repo: Repository; issue: Issue } {
  for (const repo of visible(scope))
    for (const issue of repo.issues.values()) if (issue.nodeId === id && !issue.isPull) return { repo, issue }
  throw noNode(id)
}

function pullByNode(scope: Scope, id: string): { repo: Repository; pull: Pull } {
  for (const repo of visible(scope))
    for (const pull of repo.pulls.values()) if (pull.nodeId === id) return { repo, pull }
  throw noNode(id)
}

function threadByNode(scope: Scope, id: string): { repo: Repository; pull: Pull; first: ReviewComment } {
  for (const repo of visible(scope))
    for (const pull of repo.pulls.values())
      for (const first of pull.reviewComments)
        if (first.inReplyTo === undefined && threadId(first) === id) return { repo, pull, first }
  throw noNode(id)
}
