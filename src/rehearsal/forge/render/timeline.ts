// Timeline entries: label, state, assignment and lock events as GitHub spells them, and comments as `commented`.

import type { Forge } from '../forge.ts'
import { findLabel } from '../lookup.ts'
import { nodeId } from '../world.ts'
import type { Issue, Repository, TimelineEvent } from '../world.ts'
import { renderAppOrNull } from './app.ts'
import { renderComment } from './comment.ts'
import { repositoryUrl } from './repository.ts'
import { renderUser } from './user.ts'

/** Colour GitHub gives labels that were created without one. */
export const DEFAULT_LABEL_COLOR = 'ededed'

/** One event, as GET …/events lists it. */
export function renderTimelineEvent(forge: Forge, repo: Repository, issue: Issue, event: TimelineEvent) {
  return {
    id: event.id,
    node_id: nodeId('IE', event.id),
    url: `${repositoryUrl(forge, repo)}/issues/events/${event.id}`,
    actor: renderUser(forge, event.actor),
    event: event.event,
    commit_id: event.commitId ?? null,
    commit_url:
      event.commitId === undefined ? null : `${repositoryUrl(forge, repo)}/commits/${event.commitId}`,
    created_at: event.createdAt,
    performed_via_github_app: renderAppOrNull(forge, event.app),
    ...details(forge, repo, issue, event),
  }
}

function details(forge: Forge, repo: Repository, issue: Issue, event: TimelineEvent) {
  if (event.label !== undefined) {
    const color = findLabel(repo, event.label)?.color ?? DEFAULT_LABEL_COLOR
    return { label: { name: event.label, color } }
  }
  if (event.assignee !== undefined) {
    return { assignee: renderUser(forge, event.assignee), assigner: renderUser(forge, event.actor) }
  }
  if (event.milestone !== undefined) return { milestone: { title: event.milestone } }
  if (event.event === 'closed' || event.event === 'reopened') return { state_reason: issue.stateReason }
  if (event.event === 'locked' || event.event === 'unlocked') return { lock_reason: issue.lockReason ?? null }
  return {}
}

/** Events and comments together, oldest first, as GET …/timeline lists them. */
export function renderTimeline(forge: Forge, repo: Repository, issue: Issue) {
  const events = issue.timeline.map((event) => renderTimelineEvent(forge, repo, issue, event))
  const comments = issue.comments.map((comment) => ({
    ...renderComment(forge, repo, issue, comment),
    event: 'commented',
    actor: renderUser(forge, comment.user),
  }))
  // Ids come from one counter, so they order what happened within the same second.
  return [...events, ...comments].sort((a, b) => a.id - b.id)
}
