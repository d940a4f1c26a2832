// What happens to issues and pull requests alike, with the timeline entry and the webhooks that announce it.

import type { Forge } from './forge.ts'
import { renderIssue } from './render/issue.ts'
import { renderLabel } from './render/label.ts'
import { renderMilestone } from './render/milestone.ts'
import { renderPull } from './render/pull.ts'
import { renderUser } from './render/user.ts'
import { nodeId } from './world.ts'
import type { App, Issue, Label, Milestone, Repository, TimelineEvent, User } from './world.ts'

/** Who does it: the acting user and, with an installation token, the App. */
export interface Doer {
  actor: User
  app: App | undefined
}

/** Announces `issues.<action>`, or `pull_request.<action>` when the number is a pull request. */
export async function announce(
  forge: Forge,
  repo: Repository,
  issue: Issue,
  action: string,
  sender: User,
  extra: Record<string, unknown> = {},
): Promise<void> {
  const pull = repo.pulls.get(issue.number)
  if (pull !== undefined) {
    const payload = { number: issue.number, pull_request: await renderPull(forge, repo, pull), ...extra }
    forge.emit({ event: 'pull_request', action, repo, sender, payload })
    return
  }
  forge.emit({
    event: 'issues',
    action,
    repo,
    sender,
    payload: { issue: renderIssue(forge, repo, issue), ...extra },
  })
}

/**
 * Sets title and body. Gives what the `edited` webhook says about it: what changed, and what was there before. Announces
 * nothing, since a pull request may change more at the same time.
 */
export function setText(
  forge: Forge,
  issue: Issue,
  text: { title?: string | null | undefined; body?: string | null | undefined },
): Record<string, { from: string }> {
  const title = text.title ?? issue.title
  const body = text.body === undefined ? issue.body : text.body
  const changes = {
    ...(title === issue.title ? {} : { title: { from: issue.title } }),
    ...(body === issue.body ? {} : { body: { from: issue.body ?? '' } }),
  }
  const now = forge.world.iso()
  if (body !== issue.body) issue.editedAt = now
  if (Object.keys(changes).length > 0) issue.updatedAt = now
  Object.assign(issue, { title, body } satisfies Partial<Issue>)
  return changes
}

/** Notes an entry in the issue's timeline. */
export function record(
  forge: Forge,
  issue: Issue,
  event: string,
  by: Doer,
  details: Pick<
    TimelineEvent,
    'label' | 'assignee' | 'commitId' | 'reason' | 'beforeCommit' | 'milestone'
  > = {},
): void {
  const { world } = forge
  issue.timeline.push({
    id: world.nextId(),
    event,
    actor: by.actor,
    createdAt: world.iso(),
    ...(by.app === undefined ? {} : { app: by.app }),
    ...details,
  })
  issue.updatedAt = world.iso()
}

/** Adds labels it does not have yet; one `labeled` event each. */
export async function addLabels(
  forge: Forge,
  repo: Repository,
  issue: Issue,
  labels: readonly Label[],
  by: Doer,
): Promise<void> {
  for (const label of labels) {
    if (issue.labels.includes(label)) continue
    issue.labels.push(label)
    record(forge, issue, 'labeled', by, { label: label.name })
    await announce(forge, repo, issue, 'labeled', by.actor, { label: renderLabel(forge, repo, label) })
  }
}

/** Removes labels; one `unlabeled` event for each it had. */
export async function removeLabels(
  forge: Forge,
  repo: Repository,
  issue: Issue,
  labels: readonly Label[],
  by: Doer,
): Promise<void> {
  for (const label of labels) {
    const at = issue.labels.indexOf(label)
    if (at < 0) continue
    issue.labels.splice(at, 1)
    record(forge, issue, 'unlabeled', by, { label: label.name })
    await announce(forge, repo, issue, 'unlabeled', by.actor, { label: renderLabel(forge, repo, label) })
  }
}

/** Closes it; nothing happens when it is closed already. `commitId` names the commit that closed it. */
export async function closeIssue(
  forge: Forge,
  repo: Repository,
  issue: Issue,
  reason: Issue['stateReason'],
  by: Doer,
  commitId?: string,
): Promise<void> {
  if (issue.state === 'closed') return
  issue.state = 'closed'
  // Pull requests have no reason.
  issue.stateReason = issue.isPull ? null : (reason ?? 'completed')
  issue.closedAt = forge.world.iso()
  issue.closedBy = by.actor
  const pull = repo.pulls.get(issue.number)
  if (pull !== undefined) pull.baseShaAtClose = await forge.git.resolve(repo, `refs/heads/${pull.baseRef}`)
  record(forge, issue, 'closed', by, commitId === undefined ? {} : { commitId })
  await announce(forge, repo, issue, 'closed', by.actor)
}

/** Opens it again; nothing happens when it is open. */
export async function reopenIssue(forge: Forge, repo: Repository, issue: Issue, by: Doer): Promise<void> {
  if (issue.state === 'open') return
  issue.state = 'open'
  issue.stateReason = issue.isPull ? null : 'reopened'
  issue.closedAt = null
  issue.closedBy = null
  const pull = repo.pulls.get(issue.number)
  if (pull !== undefined) pull.baseShaAtClose = undefined
  record(forge, issue, 'reopened', by)
  await announce(forge, repo, issue, 'reopened', by.actor)
}

/** Sets who is assigned; one `assigned` or `unassigned` event per person. */
export async function setAssignees(
  forge: Forge,
  repo: Repository,
  issue: Issue,
  wanted: readonly User[],
  by: Doer,
): Promise<void> {
  const before = issue.assignees
  issue.assignees = [...wanted]
  const gone = before.filter((user) => !wanted.includes(user)).map((user) => ['unassigned', user] as const)
  const come = wanted.filter((user) => !before.includes(user)).map((user) => ['assigned', user] as const)
  for (const [action, user] of [...gone, ...come]) {
    record(forge, issue, action, by, { assignee: user })
    await announce(forge, repo, issue, action, by.actor, { assignee: renderUser(forge, user) })
  }
}

/** Puts it into a milestone, or out of the one that it is in; `demilestoned` and `milestoned` as it applies. */
export async function setMilestone(
  forge: Forge,
  repo: Repository,
  issue: Issue,
  wanted: Milestone | undefined,
  by: Doer,
): Promise<void> {
  if (issue.milestone === wanted?.number) return
  const before = issue.milestone === undefined ? undefined : repo.milestones.get(issue.milestone)
  issue.milestone = wanted?.number
  for (const [action, one] of [
    ['demilestoned', before],
    ['milestoned', wanted],
  ] as const) {
    if (one === undefined) continue
    record(forge, issue, action, by, { milestone: one.title })
    await announce(forge, repo, issue, action, by.actor, { milestone: renderMilestone(forge, repo, one) })
  }
}

/** A new issue with the repository's next number, or the issue side of a new pull request. Announces nothing. */
export function createIssue(
  forge: Forge,
  repo: Repository,
  input: { title: string; body: string | null; isPull: boolean },
  by: Doer,
): Issue {
  const { world } = forge
  const id = world.nextId()
  const number = repo.nextNumber
  repo.nextNumber += 1
  const issue: Issue = {
    id,
    nodeId: nodeId('I', id),
    number,
    title: input.title,
    body: input.body,
    user: by.actor,
    app: by.app,
    state: 'open',
    stateReason: null,
    locked: false,
    labels: [],
    assignees: [],
    milestone: undefined,
    comments: [],
    reactions: [],
    timeline: [],
    parent: undefined,
    subIssues: [],
    blockedBy: [],
    createdAt: world.iso(),
    updatedAt: world.iso(),
    editedAt: null,
    closedAt: null,
    closedBy: null,
    isPull: input.isPull,
  }
  repo.issues.set(number, issue)
  return issue
}
