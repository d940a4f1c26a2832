// A branch behind a merge queue on the embedded GitHub, and what is asked of that queue over GraphQL.

import { z } from 'zod'
import type { TestForge } from '../support.ts'
import { APPS, openPull, repo, repositoryOf } from './support.ts'

export type Method = 'MERGE' | 'SQUASH' | 'REBASE'

/** A queue on `main` of `ada/engine` that waits for the check `build` of any App, for ten minutes. */
export async function queueOnMain(t: TestForge, method: Method = 'MERGE'): Promise<void> {
  // There are no queues on a person's repositories.
  repositoryOf(t).owner.type = 'Organization'
  await t.as('ada').request('POST /repos/{owner}/{repo}/rulesets', {
    ...repo,
    name: 'queue',
    enforcement: 'active',
    target: 'branch',
    conditions: { ref_name: { include: ['~DEFAULT_BRANCH'], exclude: [] } },
    rules: [
      {
        type: 'required_status_checks',
        parameters: {
          required_status_checks: [{ context: 'build' }],
          strict_required_status_checks_policy: false,
        },
      },
      {
        type: 'merge_queue',
        parameters: {
          check_response_timeout_minutes: 10,
          grouping_strategy: 'ALLGREEN',
          max_entries_to_build: 5,
          max_entries_to_merge: 5,
          merge_method: method,
          min_entries_to_merge: 1,
          min_entries_to_merge_wait_minutes: 5,
        },
      },
    ],
  })
}

/** What `build` says of a commit. */
export const build = async (
  t: TestForge,
  sha: string,
  conclusion: 'success' | 'failure' = 'success',
): Promise<void> => {
  await t.app('baton').rest.checks.create({ ...repo, name: 'build', head_sha: sha, conclusion })
}

/** An open pull request whose head has passed. */
export async function readyPull(t: TestForge, head: string, files: Record<string, string>, body = '') {
  const pull = await openPull(t.as('grace'), head, files, { body })
  await build(t, pull.head.sha)
  return pull
}

const answer = z.object({
  data: z
    .object({
      node: z
        .object({
          isMergeQueueEnabled: z.boolean(),
          isInMergeQueue: z.boolean(),
          mergeQueueEntry: z
            .object({
              position: z.number(),
              state: z.string(),
              headCommit: z.object({ oid: z.string() }).nullable(),
            })
            .nullable(),
          timelineItems: z.object({
            nodes: z.array(
              z.object({
                reason: z.string().optional(),
                beforeCommit: z.object({ oid: z.string() }).nullish(),
              }),
            ),
          }),
        })
        .optional(),
    })
    .nullish(),
  errors: z.array(z.object({ type: z.string().optional(), message: z.string() })).optional(),
})

async function graphql(t: TestForge, by: 'grace' | 'mallory' | 'baton' | 'reviewer', query: string) {
  const octokit = by === 'baton' || by === 'reviewer' ? t.app(by) : t.as(by)
  const { data } = await octokit.request('POST /graphql', { query })
  return answer.parse(data)
}

/** Puts a pull request in; gives what is wrong with that, if anything is. */
export async function enqueue(
  t: TestForge,
  id: string,
  by: Parameters<typeof graphql>[1] = 'baton',
  head?: string,
): Promise<string | undefined> {
  const expected = head === undefined ? '' : `, expectedHeadOid: "${head}"`
  const query = `mutation { enqueuePullRequest(input: { pullRequestId: "${id}"${expected} }) { mergeQueueEntry { id } } }`
  const [error] = (await graphql(t, by, query)).errors ?? []
  return error && `${error.type ?? ''} ${error.message}`
}

export async function dequeue(t: TestForge, id: string): Promise<string | undefined> {
  const query = `mutation { dequeuePullRequest(input: { id: "${id}" }) { mergeQueueEntry { id } } }`
  return (await graphql(t, 'grace', query)).errors?.[0]?.message
}

/** Where a pull request stands, with how it left the queue, oldest first. */
export async function standing(t: TestForge, id: string) {
  const query = `{ node(id: "${id}") { ... on PullRequest {
    isMergeQueueEnabled isInMergeQueue mergeQueueEntry { position state headCommit { oid } }
    timelineItems(itemTypes: [REMOVED_FROM_MERGE_QUEUE_EVENT], first: 10) {
      nodes { ... on RemovedFromMergeQueueEvent { reason beforeCommit { oid } } }
    } } } }`
  const node = (await graphql(t, 'grace', query)).data?.node
  if (node === undefined) throw new Error(`no pull request ${id}`)
  return {
    enabled: node.isMergeQueueEnabled,
    inside: node.isInMergeQueue,
    position: node.mergeQueueEntry?.position,
    group: node.mergeQueueEntry?.headCommit?.oid,
    removals: node.timelineItems.nodes.map(({ reason }) => reason),
    lastGroup: node.timelineItems.nodes.at(-1)?.beforeCommit?.oid,
  }
}

export { APPS }
