// An issue, or the issue side of a pull request, as GitHub's `issue`.

import type { Forge } from '../forge.ts'
import type { Issue, Repository } from '../world.ts'
import { renderAppOrNull } from './app.ts'
import { associationOf } from './association.ts'
import { renderLabel } from './label.ts'
import { renderMilestoneOf } from './milestone.ts'
import { renderRollup } from './reaction.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'
import { renderUser } from './user.ts'

/** The `pull_request` links that mark an issue as a pull request; nothing for plain issues. */
function pullLinks(forge: Forge, repo: Repository, issue: Issue) {
  if (!issue.isPull) return {}
  const pull = repo.pulls.get(issue.number)
  const page = `${repositoryPage(forge, repo)}/pull/${issue.number}`
  return {
    draft: pull?.draft ?? false,
    pull_request: {
      url: `${repositoryUrl(forge, repo)}/pulls/${issue.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: pull?.mergedAt ?? null,
    },
  }
}

/** How many of these issues (by number) there are and how many are open. */
function counts(repo: Repository, numbers: readonly number[]): { total: number; open: number } {
  const open = numbers.filter((number) => repo.issues.get(number)?.state === 'open').length
  return { total: numbers.length, open }
}

/** Numbers of the issues that wait for this one. */
export function blockedByThis(repo: Repository, issue: Issue): number[] {
  const waiting: number[] = []
  for (const other of repo.issues.values()) {
    if (other.blockedBy.includes(issue.number)) waiting.push(other.number)
  }
  return waiting
}

/** `issue`, in answers and webhooks alike; with `pull_request` and `draft` when the number is a pull request. */
export function renderIssue(forge: Forge, repo: Repository, issue: Issue) {
  const url = `${repositoryUrl(forge, repo)}/issues/${issue.number}`
  const kind = issue.isPull ? 'pull' : 'issues'
  const subs = counts(repo, issue.subIssues)
  const blockers = counts(repo, issue.blockedBy)
  const waiting = counts(repo, blockedByThis(repo, issue))
  const completed = subs.total - subs.open
  const [assignee] = issue.assignees
  return {
    id: issue.id,
    node_id: issue.nodeId,
    url,
    repository_url: repositoryUrl(forge, repo),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: `${repositoryPage(forge, repo)}/${kind}/${issue.number}`,
    number: issue.number,
    title: issue.title,
    body: issue.body,
    user: renderUser(forge, issue.user),
    labels: issue.labels.map((label) => renderLabel(forge, repo, label)),
    state: issue.state,
    state_reason: issue.stateReason,
    locked: issue.locked,
    active_lock_reason: issue.lockReason ?? null,
    assignee: assignee === undefined ? null : renderUser(forge, assignee),
    assignees: issue.assignees.map((user) => renderUser(forge, user)),
    milestone: renderMilestoneOf(forge, repo, issue.milestone),
    type: null,
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    closed_by: issue.closedBy === null ? null : renderUser(forge, issue.closedBy),
    author_association: associationOf(repo, issue.user),
    reactions: renderRollup(url, issue.reactions),
    performed_via_github_app: renderAppOrNull(forge, issue.app),
    sub_issues_summary: {
      total: subs.total,
      completed,
      percent_completed: subs.total === 0 ? 0 : Math.floor((completed * 100) / subs.total),
    },
    issue_dependencies_summary: {
      blocked_by: blockers.open,
      total_blocked_by: blockers.total,
      blocking: waiting.open,
      total_blocking: waiting.total,
    },
    ...(issue.parent === undefined
      ? {}
      : { parent_issue_url: `${repositoryUrl(forge, repo)}/issues/${issue.parent}` }),
    ...pullLinks(forge, repo, issue),
  }
}
