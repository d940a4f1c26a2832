// Issues as GraphQL shows them, with parents, sub-issues and dependencies.

import type { Issue, Repository } from '../world.ts'
import { milestoneView } from './milestone.ts'
import type { Order, PageArguments } from './connection.ts'
import { connection, ordered } from './connection.ts'
import { conversation, mayRead } from './people.ts'
import type { Scope, View } from './scope.ts'
import type { TimelineArguments } from './timeline.ts'
import { timelineConnection } from './timeline.ts'

type DependencyArguments = PageArguments & { orderBy?: Order | null }

export function issueView(scope: Scope, repo: Repository, issue: Issue): View {
  mayRead(scope, repo, 'issues')
  const others = (numbers: readonly number[]): Issue[] =>
    numbers.flatMap((number) => repo.issues.get(number) ?? [])
  const show = (other: Issue): View => scope.views.issue(repo, other)
  const dependencies = (name: string, issues: readonly Issue[], args: DependencyArguments): View => {
    const order = args.orderBy ?? { field: 'DEPENDENCY_ADDED_AT', direction: 'DESC' as const }
    const key = (other: Issue): number =>
      order.field === 'CREATED_AT' ? other.number : issues.indexOf(other)
    return connection('IssueConnection', name, ordered(issues, order.direction, key), args, show)
  }
  return {
    __typename: 'Issue',
    id: issue.nodeId,
    databaseId: issue.id,
    fullDatabaseId: String(issue.id),
    ...conversation(scope, repo, issue),
    isPinned: issue.pinned !== undefined,
    state: issue.state.toUpperCase(),
    stateReason: issue.stateReason === null ? null : issue.stateReason.toUpperCase(),
    url: `${scope.forge.url}/${repo.owner.login}/${repo.name}/issues/${issue.number}`,
    milestone: () => {
      const milestone = issue.milestone === undefined ? undefined : repo.milestones.get(issue.milestone)
      return milestone === undefined ? null : milestoneView(milestone)
    },
    parent: () => (issue.parent === undefined ? null : others([issue.parent]).map(show)[0]),
    timelineItems: (args: TimelineArguments) => timelineConnection(scope, repo, issue, args),
    subIssues: (args: PageArguments) =>
      connection('IssueConnection', 'subIssues', others(issue.subIssues), args, show),
    blockedBy: (args: DependencyArguments) => dependencies('blockedBy', others(issue.blockedBy), args),
    blocking: (args: DependencyArguments) => {
      const blocked = [...repo.issues.values()].filter((other) => other.blockedBy.includes(issue.number))
      return dependencies('blocking', blocked, args)
    },
  }
}
