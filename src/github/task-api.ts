// Observing a task: the one query, parsed into plain data.

import { z } from 'zod'
import type { CommentObservation } from '../domain/commands/observed.ts'
import { Sha } from '../domain/ids.ts'
import { topicOf } from '../domain/markers.ts'
import type { IssueObservation, SubIssueObservation, WaveObservation } from '../domain/snapshot.ts'
import { milestoneAnswer, toMilestone } from './milestone.ts'
import { comment, lower, own, pullNode, toPull } from './pull-node.ts'
import type { Connection } from './repo-client.ts'
import { actor, person } from './actor.ts'
import { graphqlRefusal } from './request-error.ts'
import { taskQuery } from './task-query.ts'
import { talkAnswer, toTalk } from './talk.ts'
import { hiddenPull } from './wave-pull.ts'

export interface BlobText {
  name: string
  text: string
}

export interface TaskObservation {
  repository: { defaultBranch: string; defaultSha: Sha; labels: { name: string }[] }
  issue: IssueObservation
  /** `.github/baton.yml` of the default branch, undefined when there is none. */
  policy: string | undefined
  /** The Markdown files of the target repository's own roster. */
  roster: BlobText[]
  /** The Markdown files of its folder of plans. */
  plans: BlobText[]
  waves: WaveObservation[]
  subIssues: SubIssueObservation[]
  /** What others than our own Apps wrote on the issue and on the waves' pull requests: of each the last ones. */
  comments: CommentObservation[]
}

/** The issue is no more, or there is nothing yet that could be worked on; `gone` says which. */
export interface Gone {
  gone: string
}

export interface TaskApi {
  /**
   * Reads the whole task in one request. `waves` are the branches to look at, with their open pull requests where known. `reviewerLogin` is the second App's bot name
   * without `[bot]`, whose reviews may carry our markers too. A deleted, transferred or unreadable issue is Gone.
   */
  observe(
    number: number,
    waves: readonly { index: number; branch: string; pull?: number | undefined }[],
    reviewer: string | undefined,
  ): Promise<TaskObservation | Gone>
}

export const blob = z
  .object({ text: z.string().nullable().optional(), isTruncated: z.boolean().optional() })
  .nullable()
export const tree = z
  .object({
    entries: z
      .array(z.object({ name: z.string(), type: z.string(), object: blob }))
      .nullable()
      .optional(),
  })
  .nullable()

const answer = z.object({
  repository: z
    .object({
      defaultBranchRef: z.object({ name: z.string(), target: z.object({ oid: Sha }) }).nullable(),
      labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullable(),
      policy: blob,
      roster: tree,
      plans: tree,
      issue: z
        .object({
          number: z.number(),
          title: z.string(),
          body: z.string(),
          state: z.enum(['OPEN', 'CLOSED']),
          locked: z.boolean(),
          lastEditedAt: z.string().nullable(),
          author: actor,
          labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullable(),
          milestone: milestoneAnswer,
          subIssues: z.object({
            nodes: z.array(
              z.object({
                number: z.number(),
                title: z.string(),
                state: z.enum(['OPEN', 'CLOSED']),
                body: z.string(),
                viewerDidAuthor: z.boolean(),
                blockedBy: z.object({ nodes: z.array(z.object({ number: z.number() })) }),
              }),
            ),
          }),
          blocking: z.object({ nodes: z.array(z.object({ state: z.enum(['OPEN', 'CLOSED']) })) }),
          comments: z.object({ nodes: z.array(comment) }),
          timelineItems: z.object({
            nodes: z.array(
              z.object({ label: z.object({ name: z.string() }).optional(), actor: actor.optional() }),
            ),
          }),
        })
        .nullable(),
    })
    .loose()
    .nullable(),
})

const waveAnswer = z.object({ nodes: z.array(pullNode), pageInfo: z.object({ hasNextPage: z.boolean() }) })
const refAnswer = z.object({ target: z.object({ oid: Sha }) }).nullable()

function others(
  nodes: readonly z.infer<typeof comment>[],
  on: number,
  reviewer: string | undefined,
): CommentObservation[] {
  return nodes.flatMap((node) => {
    const author = person(node.author)
    const ours = node.viewerDidAuthor || (author.kind === 'bot' && author.login === reviewer)
    if (ours || node.databaseId === null) return []
    const { databaseId: id, authorAssociation: association, body } = node
    const at = Date.parse(node.createdAt)
    return [{ id, on, author, association, body, at, edited: node.lastEditedAt !== null }]
  })
}

/** A transferred issue is answered like a deleted one, and a number that is a pull request's like none at all. */
function isMissing(error: unknown): boolean {
  const errors = graphqlRefusal(error)?.errors ?? []
  return (
    errors.length > 0 &&
    errors.every(({ type, path }) => type === 'NOT_FOUND' && path?.join('.') === 'repository.issue')
  )
}

export const markdownFiles = (folder: z.infer<typeof tree>): BlobText[] =>
  (folder?.entries ?? []).flatMap((entry) =>
    entry.type === 'blob' && entry.name.endsWith('.md') && typeof entry.object?.text === 'string'
      ? [{ name: entry.name, text: entry.object.text }]
      : [],
  )

export function taskApi({ octokit, repo, appId, read }: Connection): TaskApi {
  return {
    observe: (number, waves, reviewer) =>
      read(`observing ${repo.owner}/${repo.repo}#${number}`, async () => {
        const { query, variables } = taskQuery(waves)
        let raw: unknown
        try {
          raw = await octokit.graphql(query, { owner: repo.owner, name: repo.repo, number, ...variables })
        } catch (error) {
          if (isMissing(error)) return { gone: 'the issue was deleted or moved to another repository' }
          throw error
        }
        const { repository } = answer.parse(raw)
        if (!repository?.issue) return { gone: 'the issue was deleted or moved to another repository' }
        const { issue, defaultBranchRef: branch } = repository
        if (!branch) return { gone: 'the repository has no commit yet' }
        // GitHub matches the name alone: a stranger's fork may have a branch of the same name.
        const pulls = await Promise.all(
          waves.map(async ({ branch: name }, i) => {
            const { nodes, pageInfo } = waveAnswer.parse(repository[`wave${i}`])
            const own = nodes.find((node) => !node.isCrossRepository)
            return own === undefined && pageInfo.hasNextPage
              ? hiddenPull({ octokit, repo }, name, pullNode)
              : own
          }),
        )
        return {
          repository: {
            defaultBranch: branch.name,
            defaultSha: branch.target.oid,
            labels: repository.labels?.nodes ?? [],
          },
          issue: {
            number: issue.number,
            title: issue.title,
            body: issue.body,
            state: lower(issue.state),
            locked: issue.locked,
            author: person(issue.author),
            labels: (issue.labels?.nodes ?? []).map((label) => label.name),
            labelled: issue.timelineItems.nodes.flatMap((node) =>
              node.label && node.actor ? [{ label: node.label.name, actor: person(node.actor) }] : [],
            ),
            ...toMilestone(issue.milestone),
            editedAt: issue.lastEditedAt === null ? undefined : Date.parse(issue.lastEditedAt),
            blocks: issue.blocking.nodes.filter(({ state }) => state === 'OPEN').length,
            comments: own(issue.comments.nodes),
          },
          subIssues: issue.subIssues.nodes.map((child) => ({
            number: child.number,
            title: child.title,
            state: lower(child.state),
            body: child.body,
            topic: child.viewerDidAuthor ? topicOf(child.body) : undefined,
            blockedBy: child.blockedBy.nodes.map(({ number }) => number),
          })),
          policy: repository.policy?.text ?? undefined,
          roster: markdownFiles(repository.roster),
          plans: markdownFiles(repository.plans),
          waves: waves.map((wave, i) => ({
            index: wave.index,
            branch: wave.branch,
            branchSha: refAnswer.parse(repository[`head${i}`])?.target.oid,
            pull: pulls[i] && {
              ...toPull(pulls[i], appId, reviewer),
              ...toTalk(talkAnswer.parse(repository[`talk${i}`]), pulls[i].number, reviewer),
            },
          })),
          comments: [
            ...others(issue.comments.nodes, issue.number, reviewer),
            ...pulls.flatMap((pull) =>
              pull === undefined ? [] : others(pull.comments.nodes, pull.number, reviewer),
            ),
          ],
        }
      }),
  }
}
