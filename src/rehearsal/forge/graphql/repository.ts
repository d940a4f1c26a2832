// Repositories as GraphQL shows them: the entry to issues, pull requests, labels and code.

import { roleOf } from '../access.ts'
import { findLabel } from '../lookup.ts'
import type { Issue, Repository } from '../world.ts'
import type { Order, PageArguments } from './connection.ts'
import { connection, ordered } from './connection.ts'
import { typedError } from './errors.ts'
import { milestoneConnection, type MilestoneArguments } from './milestone.ts'
import type { LabelArguments } from './people.ts'
import { labelConnection, labelView, mayRead } from './people.ts'
import { pinnedConnection } from './pins.ts'
import type { Scope, View } from './scope.ts'

interface ListArguments extends PageArguments {
  states?: string[] | null
  labels?: string[] | null
  orderBy?: Order | null
}
type IssueArguments = ListArguments & { filterBy?: object | null }
type PullArguments = ListArguments & { headRefName?: string | null; baseRefName?: string | null }

export function repositoryView(scope: Scope, repo: Repository): View {
  const { forge, views } = scope
  return {
    __typename: 'Repository',
    id: repo.nodeId,
    databaseId: repo.id,
    name: repo.name,
    nameWithOwner: `${repo.owner.login}/${repo.name}`,
    description: repo.description,
    url: `${forge.url}/${repo.owner.login}/${repo.name}`,
    isPrivate: repo.private,
    isArchived: false,
    createdAt: repo.createdAt,
    pushedAt: repo.pushedAt,
    owner: () => views.actor(repo.owner),
    viewerPermission: () => viewerPermission(scope, repo),
    defaultBranchRef: () => refOf(scope, repo, `refs/heads/${repo.defaultBranch}`),
    ref: ({ qualifiedName }: { qualifiedName: string }) => refOf(scope, repo, qualifiedName),
    object: ({ expression, oid }: { expression?: string | null; oid?: string | null }) => {
      const revision = oid ?? expression
      if (typeof revision !== 'string')
        throw typedError('UNPROCESSABLE', 'One of the arguments expression and oid is required.')
      return views.object(repo, revision)
    },
    label: ({ name }: { name: string }) => {
      const label = findLabel(repo, name)
      return label === undefined ? null : labelView(scope, repo, label)
    },
    labels: (args: LabelArguments) => labelConnection(scope, repo, [...repo.labels.values()], args),
    issue: ({ number }: { number: number }) => {
      const issue = repo.issues.get(number)
      if (issue === undefined || issue.isPull)
        throw typedError('NOT_FOUND', `Could not resolve to an Issue with the number of ${number}.`)
      return views.issue(repo, issue)
    },
    issues: (args: IssueArguments) => {
      mayRead(scope, repo, 'issues')
      // Served or refused, never ignored.
      if (args.filterBy)
        throw typedError('NOT_IMPLEMENTED', 'The embedded GitHub does not serve issues(filterBy:).')
      const issues = [...repo.issues.values()].filter(
        (issue) => !issue.isPull && matches(issue, issue.state.toUpperCase(), args),
      )
      return connection(
        'IssueConnection',
        'issues',
        inOrder(issues, (issue) => issue, args),
        args,
        (issue) => views.issue(repo, issue),
      )
    },
    milestones: (args: MilestoneArguments) => milestoneConnection(repo, args),
    pinnedIssues: (args: PageArguments) => pinnedConnection(scope, repo, args),
    pullRequest: ({ number }: { number: number }) => {
      const pull = repo.pulls.get(number)
      if (pull === undefined)
        throw typedError('NOT_FOUND', `Could not resolve to a PullRequest with the number of ${number}.`)
      return views.pull(repo, pull)
    },
    pullRequests: (args: PullArguments) => {
      mayRead(scope, repo, 'pull_requests')
      const pulls = [...repo.pulls.values()].flatMap((pull) => {
        const issue = repo.issues.get(pull.number)
        const wanted =
          issue !== undefined &&
          matches(issue, pull.merged ? 'MERGED' : issue.state.toUpperCase(), args) &&
          (typeof args.headRefName !== 'string' || pull.headRef === args.headRefName) &&
          (typeof args.baseRefName !== 'string' || pull.baseRef === args.baseRefName)
        return wanted ? [{ pull, issue }] : []
      })
      return connection(
        'PullRequestConnection',
        'pullRequests',
        inOrder(pulls, ({ issue }) => issue, args),
        args,
        ({ pull }) => views.pull(repo, pull),
      )
    },
  }
}

function matches(issue: Issue, state: string, { states, labels }: ListArguments): boolean {
  const names = new Set(issue.labels.map((label) => label.name.toLowerCase()))
  return (
    (!states || states.includes(state)) && (!labels || labels.some((label) => names.has(label.toLowerCase())))
  )
}

/** Oldest first unless told otherwise; numbers break ties within a second. */
function inOrder<T>(items: readonly T[], issueOf: (item: T) => Issue, { orderBy }: ListArguments): T[] {
  const key = (item: T): string | number => {
    const issue = issueOf(item)
    if (orderBy?.field === 'COMMENTS') return issue.comments.length
    return orderBy?.field === 'UPDATED_AT' ? issue.updatedAt : issue.number
  }
  return ordered(items, orderBy?.direction ?? 'ASC', key)
}

async function refOf(scope: Scope, repo: Repository, name: string): Promise<View | null> {
  mayRead(scope, repo, 'contents')
  const candidates = name.startsWith('refs/')
    ? [name]
    : [`refs/heads/${name}`, `refs/tags/${name}`, `refs/${name}`]
  for (const candidate of candidates) {
    const sha = await scope.forge.git.resolve(repo, candidate)
    if (sha !== undefined) return scope.views.ref(repo, candidate, sha)
  }
  return null
}

function viewerPermission(scope: Scope, repo: Repository): string | null {
  // An App has permissions, not a role.
  if (scope.caller.kind !== 'user') return null
  const role = roleOf(repo, scope.viewer)
  return role === 'none' ? null : role.toUpperCase()
}
