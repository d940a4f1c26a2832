// What is asked about a repository's status board, and pinning it: REST knows nothing of pins, and its lists of issues were seen to
// leave pinned ones out (open-telemetry/opentelemetry-java-instrumentation#18856).

import { POLICY_PATH, ROSTER_PATH } from '../domain/policy/configuration-files.ts'

const boardFragment = `
fragment BatonBoard on Issue {
  id number title body state isPinned viewerDidAuthor
  labels(first: 50) { nodes { name } }
}`

/** Policy, roster, the milestones that changed last, what is pinned, and the newest issues with the board's label; with `number` also the issue known as the board. */
export const boardQuery = (known: boolean): string => `query BatonBoards(
  $owner: String!, $name: String!, $label: String!${known ? ', $number: Int!' : ''}
) {
  repository(owner: $owner, name: $name) {
    defaultBranchRef { name }
    policy: object(expression: "HEAD:${POLICY_PATH}") { ... on Blob { text isTruncated } }
    roster: object(expression: "HEAD:${ROSTER_PATH}") {
      ... on Tree { entries { name type object { ... on Blob { text isTruncated } } } }
    }
    milestones(first: 50, orderBy: { field: UPDATED_AT, direction: DESC }) { nodes { number title state dueOn closedAt } }
    pinnedIssues(first: 3) { totalCount nodes { issue { ...BatonBoard } } }
    issues(labels: [$label], first: 20, orderBy: { field: CREATED_AT, direction: DESC }) { nodes { ...BatonBoard } }${
      known ? '\n    issue(number: $number) { ...BatonBoard }' : ''
    }
  }
}
${boardFragment}`

/** https://docs.github.com/graphql/reference/mutations#pinissue */
export const pinMutation = `mutation BatonPin($id: ID!) {
  pinIssue(input: { issueId: $id }) { issue { id isPinned } }
}`

/** https://docs.github.com/graphql/reference/mutations#unpinissue */
export const unpinMutation = `mutation BatonUnpin($id: ID!) {
  unpinIssue(input: { issueId: $id }) { issue { id isPinned } }
}`
