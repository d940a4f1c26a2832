// Accounts, comments and labels as GraphQL shows them.

import { authorize } from '../access.ts'
import { associationOf } from '../render/association.ts'
import { renderUser } from '../render/user.ts'
import type { Comment, Issue, Label, Repository, User } from '../world.ts'
import type { Order, PageArguments } from './connection.ts'
import { connection, ordered } from './connection.ts'
import type { Scope, View } from './scope.ts'

/** GraphQL's login of a bot has no `[bot]` suffix, unlike REST's. */
export const loginOf = (user: User): string =>
  user.type === 'Bot' ? user.login.replace(/\[bot\]$/, '') : user.login

export function actorView(scope: Scope, user: User): View {
  const rendered = renderUser(scope.forge, user)
  return {
    __typename: user.type,
    id: user.nodeId,
    databaseId: user.id,
    login: loginOf(user),
    url: rendered.html_url,
    avatarUrl: rendered.avatar_url,
  }
}

/** The fields that everything written by somebody shares. */
export function authored(scope: Scope, repo: Repository, user: User): Record<string, unknown> {
  return {
    author: () => scope.views.actor(user),
    authorAssociation: () => associationOf(repo, user),
    viewerDidAuthor: user.id === scope.viewer.id,
  }
}

export function commentView(scope: Scope, repo: Repository, issue: Issue, comment: Comment): View {
  return {
    __typename: 'IssueComment',
    id: comment.nodeId,
    databaseId: comment.id,
    fullDatabaseId: String(comment.id),
    body: comment.body,
    url: `${scope.forge.url}/${repo.owner.login}/${repo.name}/${issue.isPull ? 'pull' : 'issues'}/${issue.number}#issuecomment-${comment.id}`,
    createdAt: comment.createdAt,
    updatedAt: comment.updatedAt,
    lastEditedAt: comment.editedAt,
    ...authored(scope, repo, comment.user),
  }
}

export function labelView(scope: Scope, repo: Repository, label: Label): View {
  return {
    __typename: 'Label',
    id: label.nodeId,
    name: label.name,
    color: label.color,
    description: label.description,
    isDefault: label.default,
    url: `${scope.forge.url}/${repo.owner.login}/${repo.name}/labels/${encodeURIComponent(label.name)}`,
  }
}

export interface LabelArguments extends PageArguments {
  orderBy?: Order | null
  query?: string | null
}

/** A `labels` connection; `query` matches names and descriptions. */
export function labelConnection(
  scope: Scope,
  repo: Repository,
  labels: readonly Label[],
  args: LabelArguments,
): View {
  const wanted = args.query?.toLowerCase()
  const matching = labels.filter(
    ({ name, description }) =>
      wanted === undefined || `${name} ${description ?? ''}`.toLowerCase().includes(wanted),
  )
  const key = (label: Label): string | number => (args.orderBy?.field === 'NAME' ? label.name : label.id)
  const sorted = ordered(matching, args.orderBy?.direction ?? 'ASC', key)
  return connection('LabelConnection', 'labels', sorted, args, (label) => labelView(scope, repo, label))
}

/** What issues and pull requests have in common: text, author, labels, assignees, comments. */
export function conversation(scope: Scope, repo: Repository, issue: Issue): Record<string, unknown> {
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    locked: issue.locked,
    closed: issue.state === 'closed',
    createdAt: issue.createdAt,
    updatedAt: issue.updatedAt,
    closedAt: issue.closedAt,
    lastEditedAt: issue.editedAt,
    repository: () => scope.views.repository(repo),
    labels: (args: LabelArguments) => labelConnection(scope, repo, issue.labels, args),
    assignees: (args: PageArguments) =>
      connection('UserConnection', 'assignees', issue.assignees, args, (user) => scope.views.actor(user)),
    comments: (args: PageArguments & { orderBy?: Order | null }) => {
      const comments =
        args.orderBy?.field === 'UPDATED_AT'
          ? ordered(issue.comments, args.orderBy.direction, (comment) => comment.updatedAt)
          : issue.comments
      return connection('IssueCommentConnection', 'comments', comments, args, (comment) =>
        commentView(scope, repo, issue, comment),
      )
    },
    ...authored(scope, repo, issue.user),
  }
}

/** Checks that the caller may read `what` here. Throws HttpError 403 or 404. */
export function mayRead(
  scope: Scope,
  repo: Repository,
  what: 'issues' | 'pull_requests' | 'contents' | 'checks',
): void {
  authorize(scope.caller, repo, { permission: what, level: 'read' })
}
