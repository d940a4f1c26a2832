// The one GraphQL query that observes a whole task: issue, labels, policy, roster, and each wave's pull request with reviews and checks.
// Beside it the query for a configuration that a pull request proposes.

import { PLANS_PATH, POLICY_PATH, ROSTER_PATH } from '../domain/policy/configuration-files.ts'

const pullFragment = `
fragment BatonPull on PullRequest {
  id number title body state isDraft merged mergeable mergeStateStatus isCrossRepository
  headRefName headRefOid baseRefName baseRefOid mergedAt
  mergeCommit { oid parents(first: 1) { nodes { oid } } }
  author { __typename login }
  labels(first: 50) { nodes { name } }
  reviewDecision
  reviews(last: 100) {
    nodes {
      databaseId state body submittedAt lastEditedAt author { __typename login } authorCanPushToRepository
      commit { oid } viewerDidAuthor
    }
  }
  comments(last: 50) {
    nodes { databaseId body createdAt lastEditedAt authorAssociation author { __typename login } viewerDidAuthor }
  }
  isMergeQueueEnabled isInMergeQueue mergeQueueEntry { headCommit { oid } }
  commits(last: 1) {
    nodes {
      commit {
        oid
        associatedPullRequests(first: 10) {
          nodes { number state headRefOid baseRefName isCrossRepository }
        }
        checkSuites(first: 20) {
          nodes {
            app { databaseId slug }
            checkRuns(first: 50, filterBy: { checkType: LATEST }) {
              nodes { databaseId name status conclusion externalId }
            }
          }
        }
      }
    }
  }
}`

/** What is said in the diff. Asked by number: by branch, GitHub would count these nodes for every fork's pull request too. */
const talkFragment = `
fragment BatonTalk on PullRequest {
  number
  reviewThreads(last: 100) {
    nodes {
      id isResolved path line
      resolvedBy { login }
      comments(first: 20) {
        nodes {
          databaseId body createdAt lastEditedAt author { __typename login } viewerDidAuthor
          pullRequestReview { databaseId state authorCanPushToRepository }
        }
      }
    }
  }
}`

export interface AskedWave {
  branch: string
  /** Its open pull request, where one is known: only then its threads are read. */
  pull?: number | undefined
}

/**
 * Builds the query for a task whose waves work on these branches (index i becomes the aliases `wave<i>`, `head<i>` and
 * `talk<i>`, the branch the variables `branch<i>` and `ref<i>`). Cost on github.com grows by one page per wave.
 */
export function taskQuery(branches: readonly AskedWave[]): {
  query: string
  variables: Record<string, string>
} {
  const declarations = branches.map((_, i) => `, $branch${i}: String!, $ref${i}: String!`).join('')
  const talks = branches.some(({ pull }) => pull !== undefined)
  const waves = branches
    .map(
      ({ pull }, i) => `
    wave${i}: pullRequests(headRefName: $branch${i}, first: 20, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { ...BatonPull } pageInfo { hasNextPage } }
    head${i}: ref(qualifiedName: $ref${i}) { target { oid } }${pull === undefined ? '' : `\n    talk${i}: pullRequest(number: ${pull}) { ...BatonTalk }`}`,
    )
    .join('')
  const query = `query BatonTask($owner: String!, $name: String!, $number: Int!${declarations}) {
  rateLimit { cost remaining resetAt }
  repository(owner: $owner, name: $name) {
    id databaseId nameWithOwner isPrivate isArchived
    defaultBranchRef { name target { oid } }
    labels(first: 100) { nodes { name color description } }
    policy: object(expression: "HEAD:${POLICY_PATH}") { ... on Blob { text isTruncated } }
    roster: object(expression: "HEAD:${ROSTER_PATH}") {
      ... on Tree { entries { name type object { ... on Blob { text isTruncated } } } }
    }
    plans: object(expression: "HEAD:${PLANS_PATH}") {
      ... on Tree { entries { name type object { ... on Blob { text isTruncated } } } }
    }
    issue(number: $number) {
      id databaseId number title body state stateReason locked createdAt lastEditedAt
      author { __typename login }
      authorAssociation
      labels(first: 100) { nodes { name } }
      milestone { title state dueOn }
      comments(last: 100) {
        nodes { databaseId body createdAt lastEditedAt authorAssociation author { __typename login } viewerDidAuthor }
      }
      timelineItems(itemTypes: [LABELED_EVENT], last: 50) {
        nodes { ... on LabeledEvent { label { name } actor { __typename login } } }
      }
      subIssues(first: 100) {
        nodes { number title state body viewerDidAuthor blockedBy(first: 50) { nodes { number } } }
      }
      blockedBy(first: 50) { nodes { number state } }
      blocking(first: 50) { nodes { number state } }
    }${waves}
  }
}
${branches.length > 0 ? pullFragment : ''}${talks ? talkFragment : ''}`
  const variables: Record<string, string> = {}
  for (const [i, { branch }] of branches.entries()) {
    variables[`branch${i}`] = branch
    variables[`ref${i}`] = `refs/heads/${branch}`
  }
  return { query, variables }
}

/** One pull request as the task query shows it, by number. */
export const pullQuery = `query BatonWavePull($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { ...BatonPull } }
}
${pullFragment}`

/** Builds the query for policy and roster as they are at a commit, which may be a fork's once a pull request brought it. */
export function configurationQuery(sha: string): { query: string; variables: Record<string, string> } {
  const query = `query BatonConfiguration($owner: String!, $name: String!, $commit: String!, $policy: String!, $roster: String!) {
  repository(owner: $owner, name: $name) {
    commit: object(expression: $commit) { oid }
    policy: object(expression: $policy) { oid ... on Blob { text } }
    roster: object(expression: $roster) { ... on Tree { entries { name type object { ... on Blob { text } } } } }
  }
}`
  return {
    query,
    variables: { commit: sha, policy: `${sha}:${POLICY_PATH}`, roster: `${sha}:${ROSTER_PATH}` },
  }
}

/** Takes a draft out of draft state; there is no REST route for it. */
export const markReadyMutation = `mutation BatonMarkReady($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { id isDraft } }
}`

/** There is no REST route for it. https://docs.github.com/graphql/reference/mutations#resolvereviewthread */
export const resolveThreadMutation = `mutation BatonResolveThread($id: ID!) {
  resolveReviewThread(input: { threadId: $id }) { thread { id isResolved } }
}`
