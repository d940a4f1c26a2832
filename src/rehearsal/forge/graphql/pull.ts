// Pull requests and their reviews as GraphQL shows them.

import type { FileChange } from '../git/plumbing.ts'
import { issueByNumber } from '../lookup.ts'
import type { MergeState } from '../merge-state.ts'
import { mergeState } from '../merge-state.ts'
import { rulesFor } from '../policy/branch-rules.ts'
import { decidingReviews, reviewMessages } from '../policy/requirements.ts'
import type { Issue, Pull, Repository, Review } from '../world.ts'
import type { PageArguments } from './connection.ts'
import { connection } from './connection.ts'
import { gitNodeId } from './git-object.ts'
import { queueFields } from './merge-queue.ts'
import { conversation, loginOf, mayRead } from './people.ts'
import { reviewView, visibleReviews } from './review.ts'
import { threadViews } from './review-thread.ts'
import type { Scope, View } from './scope.ts'
import type { TimelineArguments } from './timeline.ts'
import { timelineConnection } from './timeline.ts'

/** The base to compare with: its tip at the merge once merged, so that the difference stays what it was. */
export const baseOf = (pull: Pull): string => pull.baseShaAtClose ?? `refs/heads/${pull.baseRef}`

type ReviewArguments = PageArguments & { author?: string | null; states?: Review['state'][] | null }

export function pullView(scope: Scope, repo: Repository, pull: Pull): View {
  mayRead(scope, repo, 'pull_requests')
  const { forge, views } = scope
  const issue = issueByNumber(repo, pull.number)
  const url = `${forge.url}/${repo.owner.login}/${repo.name}/pull/${pull.number}`
  let state: Promise<MergeState> | undefined
  const merging = (): Promise<MergeState> => (state ??= mergeState(forge, repo, pull))
  let diff: Promise<FileChange[]> | undefined
  const changes = (): Promise<FileChange[]> => (diff ??= forge.git.changes(repo, baseOf(pull), pull.headSha))
  const ref = async (branch: string): Promise<View | null> => {
    const sha = await forge.git.resolve(repo, `refs/heads/${branch}`)
    return sha === undefined ? null : views.ref(repo, `refs/heads/${branch}`, sha)
  }
  return {
    __typename: 'PullRequest',
    id: pull.nodeId,
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    ...conversation(scope, repo, issue),
    url,
    state: pull.merged ? 'MERGED' : issue.state.toUpperCase(),
    isDraft: pull.draft,
    isCrossRepository: false,
    merged: pull.merged,
    mergedAt: pull.mergedAt,
    mergedBy: () => (pull.mergedBy === null ? null : views.actor(pull.mergedBy)),
    mergeCommit: () =>
      pull.mergeCommitSha !== null && pull.merged ? views.commit(repo, pull.mergeCommitSha) : null,
    mergeable: async () => mergeableState(await merging()),
    mergeStateStatus: async () => (await merging()).state.toUpperCase(),
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    headRef: () => ref(pull.headRef),
    baseRefName: pull.baseRef,
    baseRefOid: () => pull.baseShaAtClose ?? forge.git.resolve(repo, `refs/heads/${pull.baseRef}`),
    baseRef: () => ref(pull.baseRef),
    additions: async () => sum(await changes(), (change) => change.additions),
    deletions: async () => sum(await changes(), (change) => change.deletions),
    changedFiles: async () => (await changes()).length,
    ...queueFields(scope, repo, pull),
    timelineItems: (args: TimelineArguments) =>
      timelineConnection(scope, repo, issue, args, 'PullRequestTimelineItemsConnection'),
    reviewDecision: () => reviewDecision(scope, repo, pull, issue),
    reviews: (args: ReviewArguments) => {
      const reviews = visibleReviews(scope, pull).filter(
        (review) =>
          (typeof args.author !== 'string' ||
            loginOf(review.user).toLowerCase() === args.author.toLowerCase()) &&
          (!args.states || args.states.includes(review.state)),
      )
      return connection('PullRequestReviewConnection', 'reviews', reviews, args, (review) =>
        reviewView(scope, repo, review, url),
      )
    },
    reviewThreads: (args: PageArguments) =>
      connection(
        'PullRequestReviewThreadConnection',
        'reviewThreads',
        threadViews(scope, repo, pull, url),
        args,
        (thread) => thread,
      ),
    commits: async (args: PageArguments) => {
      const commits = await forge.git.commits(repo, baseOf(pull), pull.headSha)
      return connection('PullRequestCommitConnection', 'commits', commits, args, ({ sha }) => ({
        __typename: 'PullRequestCommit',
        id: gitNodeId('PURC', repo, `${pull.number}:${sha}`),
        url: `${url}/commits/${sha}`,
        commit: () => views.commit(repo, sha),
      }))
    },
  }
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0)

const mergeableState = ({ mergeable }: MergeState): string =>
  mergeable === null ? 'UNKNOWN' : mergeable ? 'MERGEABLE' : 'CONFLICTING'

/** null where the base branch asks for no approvals, whatever the reviews say (https://github.com/orgs/community/discussions/24375). */
function reviewDecision(scope: Scope, repo: Repository, pull: Pull, issue: Issue): string | null {
  const rules = rulesFor(repo, `refs/heads/${pull.baseRef}`).flatMap(({ pullRequest }) =>
    pullRequest !== undefined && pullRequest.approvals > 0
      ? [{ ...pullRequest, threadResolution: false }]
      : [],
  )
  if (rules.length === 0) return null
  if (decidingReviews(pull).some((review) => review.state === 'CHANGES_REQUESTED')) return 'CHANGES_REQUESTED'
  const missing = rules.flatMap((rule) => reviewMessages(scope.forge, repo, pull, issue.user, rule))
  return missing.length === 0 ? 'APPROVED' : 'REVIEW_REQUIRED'
}
