// An issue's timeline as GraphQL shows it: the events that this forge keeps, and comments, oldest first.

import { findLabel } from '../lookup.ts'
import type { Issue, Label, Repository, TimelineEvent } from '../world.ts'
import { nodeId } from '../world.ts'
import type { PageArguments } from './connection.ts'
import { connection } from './connection.ts'
import { commentView, labelView } from './people.ts'
import type { Scope, View } from './scope.ts'

/** GraphQL's types by REST's event names. */
const typeOf = new Map([
  ['added_to_merge_queue', 'AddedToMergeQueueEvent'],
  ['assigned', 'AssignedEvent'],
  ['closed', 'ClosedEvent'],
  ['labeled', 'LabeledEvent'],
  ['locked', 'LockedEvent'],
  ['removed_from_merge_queue', 'RemovedFromMergeQueueEvent'],
  ['reopened', 'ReopenedEvent'],
  ['unassigned', 'UnassignedEvent'],
  ['unlabeled', 'UnlabeledEvent'],
  ['unlocked', 'UnlockedEvent'],
])

export interface TimelineArguments extends PageArguments {
  /** `LABELED_EVENT`, `ISSUE_COMMENT` and so on. */
  itemTypes?: string[] | null
  since?: string | null
  skip?: number | null
}

interface Item {
  id: number
  at: string
  type: string
  view: () => View
}

/** The `timelineItems` connection of an issue, or of a pull request by its `type`. */
export function timelineConnection(
  scope: Scope,
  repo: Repository,
  issue: Issue,
  args: TimelineArguments,
  type = 'IssueTimelineItemsConnection',
): View {
  const events = issue.timeline.flatMap((event): Item[] => {
    const kind = typeOf.get(event.event)
    const view = (): View => eventView(scope, repo, event, kind ?? '')
    return kind === undefined ? [] : [{ id: event.id, at: event.createdAt, type: kind, view }]
  })
  const comments = issue.comments.map((comment): Item => {
    const view = (): View => commentView(scope, repo, issue, comment)
    return { id: comment.id, at: comment.createdAt, type: 'IssueComment', view }
  })
  const since = typeof args.since === 'string' ? Date.parse(args.since) : -Infinity
  const wanted = [...events, ...comments]
    .filter(
      ({ type, at }) =>
        (!args.itemTypes || args.itemTypes.includes(itemType(type))) && Date.parse(at) >= since,
    )
    .sort((a, b) => a.id - b.id)
    .slice(args.skip ?? 0)
  return connection(type, 'timelineItems', wanted, args, ({ view }) => view())
}

/** `LabeledEvent` as the enum IssueTimelineItemsItemType spells it. */
const itemType = (type: string): string => type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()

function eventView(scope: Scope, repo: Repository, event: TimelineEvent, type: string): View {
  const { assignee, label } = event
  return {
    __typename: type,
    id: nodeId('IE', event.id),
    createdAt: event.createdAt,
    actor: () => scope.views.actor(event.actor),
    reason: event.reason ?? null,
    beforeCommit: () =>
      event.beforeCommit === undefined ? null : scope.views.commit(repo, event.beforeCommit),
    ...(label === undefined
      ? {}
      : { label: () => labelView(scope, repo, findLabel(repo, label) ?? gone(event, label)) }),
    ...(assignee === undefined ? {} : { assignee: () => scope.views.actor(assignee) }),
  }
}

/** A label that was deleted since; the event still names it. */
const gone = (event: TimelineEvent, name: string): Label => ({
  id: event.id,
  nodeId: nodeId('LA', event.id),
  name,
  color: 'ededed',
  description: null,
  default: false,
})
