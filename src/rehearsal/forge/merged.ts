// What becomes of a pull request, and of the issues it closes, once its commits are in the base.

import type { Forge } from './forge.ts'
import { announce, closeIssue, type Doer, record } from './issue-events.ts'
import { issueByNumber } from './lookup.ts'
import { fullName, type Pull, type Repository } from './world.ts'

/** https://docs.github.com/issues, "Linking a pull request to an issue": the keywords, a colon allowed, any case. */
const CLOSING = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:([\w.-]+\/[\w.-]+))?#(\d+)\b/gi

/** Numbers of the issues of this repository that a text closes, in order, each once. */
export function closingReferences(text: string, repository: string): number[] {
  const own = [...text.matchAll(CLOSING)].filter(
    ([, other]) => other === undefined || other.toLowerCase() === repository.toLowerCase(),
  )
  return [...new Set(own.map(([, , number]) => Number(number)))]
}

/**
 * Closes the pull request as merged and announces it; into the default branch it also closes the issues that its body names.
 * `baseBefore` is the base's tip from before, which its diff is shown against from now on.
 */
export async function markMerged(
  forge: Forge,
  repo: Repository,
  pull: Pull,
  at: { baseBefore: string; mergeCommit: string },
  by: Doer,
): Promise<void> {
  beginMerged(forge, repo, pull, at, by)
  await finishMerged(forge, repo, pull, by)
}

/** The state change alone, so that nothing sees the pull request as open while the push of its merge is announced. */
export function beginMerged(
  forge: Forge,
  repo: Repository,
  pull: Pull,
  at: { baseBefore: string; mergeCommit: string },
  by: Doer,
): void {
  const issue = issueByNumber(repo, pull.number)
  const now = forge.world.iso()
  issue.state = 'closed'
  issue.closedAt = now
  issue.closedBy = by.actor
  Object.assign(pull, {
    merged: true,
    mergedAt: now,
    mergedBy: by.actor,
    mergeCommitSha: at.mergeCommit,
    baseShaAtClose: at.baseBefore,
  } satisfies Partial<Pull>)
  record(forge, issue, 'merged', by, { commitId: at.mergeCommit })
  record(forge, issue, 'closed', by)
}

export async function finishMerged(forge: Forge, repo: Repository, pull: Pull, by: Doer): Promise<void> {
  const issue = issueByNumber(repo, pull.number)
  await announce(forge, repo, issue, 'closed', by.actor)
  if (pull.baseRef !== repo.defaultBranch) return
  await closeReferenced(forge, repo, issue.body ?? '', by, pull.mergeCommitSha ?? undefined)
}

/** Closes the open issues that a pull request's body or a commit message on the default branch names. */
export async function closeReferenced(
  forge: Forge,
  repo: Repository,
  text: string,
  by: Doer,
  commit: string | undefined,
): Promise<void> {
  for (const number of closingReferences(text, fullName(repo))) {
    const linked = repo.issues.get(number)
    if (linked !== undefined && !linked.isPull) await closeIssue(forge, repo, linked, 'completed', by, commit)
  }
}
