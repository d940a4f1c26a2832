// A pull request in full, as lists show it, and as checks and workflow runs refer to it.

import type { Forge } from '../forge.ts'
import { issueByNumber } from '../lookup.ts'
import { mergeState } from '../mergeability.ts'
import type { Pull, Repository } from '../world.ts'
import { ZERO } from '../git/refs.ts'
import { associationOf } from './association.ts'
import { renderLabel } from './label.ts'
import { renderMilestoneOf } from './milestone.ts'
import { renderRepository, repositoryPage, repositoryUrl } from './repository.ts'
import { renderUser } from './user.ts'

/** The base's tip: today's while it is open, the one it was closed on afterwards. */
export async function baseSha(forge: Forge, repo: Repository, pull: Pull): Promise<string> {
  return pull.baseShaAtClose ?? (await forge.git.resolve(repo, `refs/heads/${pull.baseRef}`)) ?? ZERO
}

/** `pull-request-simple`: lists, and the payloads of review events. */
export async function renderPullSimple(forge: Forge, repo: Repository, pull: Pull) {
  const issue = issueByNumber(repo, pull.number)
  const api = repositoryUrl(forge, repo)
  const page = `${repositoryPage(forge, repo)}/pull/${pull.number}`
  const url = `${api}/pulls/${pull.number}`
  const links = {
    self: url,
    html: page,
    issue: `${api}/issues/${pull.number}`,
    comments: `${api}/issues/${pull.number}/comments`,
    review_comments: `${url}/comments`,
    review_comment: `${api}/pulls/comments{/number}`,
    commits: `${url}/commits`,
    statuses: `${api}/statuses/${pull.headSha}`,
  }
  const end = (ref: string, sha: string) => ({
    label: `${repo.owner.login}:${ref}`,
    ref,
    sha,
    user: renderUser(forge, repo.owner),
    repo: renderRepository(forge, repo),
  })
  const [assignee] = issue.assignees
  return {
    id: pull.id,
    node_id: pull.nodeId,
    number: pull.number,
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: links.issue,
    commits_url: links.commits,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    comments_url: links.comments,
    statuses_url: links.statuses,
    state: issue.state,
    locked: issue.locked,
    active_lock_reason: issue.lockReason ?? null,
    title: issue.title,
    body: issue.body,
    user: renderUser(forge, issue.user),
    labels: issue.labels.map((label) => renderLabel(forge, repo, label)),
    milestone: renderMilestoneOf(forge, repo, issue.milestone),
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: assignee === undefined ? null : renderUser(forge, assignee),
    assignees: issue.assignees.map((user) => renderUser(forge, user)),
    requested_reviewers: pull.requestedReviewers.map((user) => renderUser(forge, user)),
    requested_teams: [],
    head: end(pull.headRef, pull.headSha),
    base: end(pull.baseRef, await baseSha(forge, repo, pull)),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
    author_association: associationOf(repo, issue.user),
    auto_merge: null,
    draft: pull.draft,
  }
}

/** `pull-request`: GET /repos/{owner}/{repo}/pulls/{pull_number} and the payloads of pull_request events. */
export async function renderPull(
  forge: Forge,
  repo: Repository,
  pull: Pull,
): Promise<Record<string, unknown>> {
  const issue = issueByNumber(repo, pull.number)
  const base = await baseSha(forge, repo, pull)
  const [simple, state, commits, files] = await Promise.all([
    renderPullSimple(forge, repo, pull),
    mergeState(forge, repo, pull),
    forge.git.commits(repo, base, pull.headSha),
    forge.git.changes(repo, base, pull.headSha),
  ])
  return {
    ...simple,
    merged: pull.merged,
    mergeable: state.mergeable,
    rebaseable: state.mergeable,
    mergeable_state: state.state,
    merged_by: pull.mergedBy === null ? null : renderUser(forge, pull.mergedBy),
    comments: issue.comments.length,
    review_comments: pull.reviewComments.length,
    maintainer_can_modify: pull.maintainerCanModify,
    commits: commits.length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  }
}

/** `pull-request-minimal` for every open pull request whose head is this commit. */
export async function renderPullsOf(forge: Forge, repo: Repository, sha: string) {
  const open = [...repo.pulls.values()].filter(
    (pull) => pull.headSha === sha && repo.issues.get(pull.number)?.state === 'open',
  )
  const url = repositoryUrl(forge, repo)
  const where = { id: repo.id, url, name: repo.name }
  return Promise.all(
    open.map(async (pull) => ({
      id: pull.id,
      number: pull.number,
      url: `${url}/pulls/${pull.number}`,
      head: { ref: pull.headRef, sha: pull.headSha, repo: where },
      base: { ref: pull.baseRef, sha: await baseSha(forge, repo, pull), repo: where },
    })),
  )
}
