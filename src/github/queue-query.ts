// What is asked of GitHub's merge queues. REST has nothing about them (https://docs.github.com/graphql/reference/mutations).

/** Where one pull request stands; its last removal says why, and on which commit the checks were. */
export const queueQuery = `query BatonQueue($id: ID!) {
  node(id: $id) {
    ... on PullRequest {
      merged headRefOid isInMergeQueue
      timelineItems(itemTypes: [REMOVED_FROM_MERGE_QUEUE_EVENT], last: 1) {
        nodes {
          ... on RemovedFromMergeQueueEvent {
            id createdAt reason
            beforeCommit {
              checkSuites(first: 20) {
                nodes {
                  checkRuns(first: 50, filterBy: { checkType: LATEST }) { nodes { name status conclusion } }
                }
              }
            }
          }
        }
      }
    }
  }
}`

/** Takes the pull request's id, not that of its entry. */
export const dequeueMutation = `mutation BatonDequeue($id: ID!) {
  dequeuePullRequest(input: { id: $id }) { mergeQueueEntry { id } }
}`

export const enqueueMutation = `mutation BatonEnqueue($id: ID!, $head: GitObjectID!) {
  enqueuePullRequest(input: { pullRequestId: $id, expectedHeadOid: $head }) { mergeQueueEntry { id } }
}`
