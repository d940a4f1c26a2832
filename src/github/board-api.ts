// The status board's issue: looked for, pinned, opened again.

import { z } from 'zod'
import { BOARD_LABEL, BOARD_TOPIC } from '../domain/board/names.ts'
import type { BoardIssue } from '../domain/board/snapshot.ts'
import { topicOf } from '../domain/markers.ts'
import { boardQuery, pinMutation, unpinMutation } from './board-query.ts'
import type { Connection } from './repo-client.ts'
import { graphqlRefusal } from './request-error.ts'
import { blob, markdownFiles, tree, type BlobText } from './task-api.ts'

export interface GitHubMilestone {
  number: number
  title: string
  open: boolean
  /** The day that it is due on, YYYY-MM-DD: GitHub keeps a day and shows it as a moment in the morning of it (UTC). */
  due: string | undefined
  /** Milliseconds since 1970. */
  closedAt: number | undefined
}

export interface BoardObservation {
  policy: string | undefined
  roster: BlobText[]
  /** Those that changed last, 50 at most. */
  milestones: GitHubMilestone[]
  /** How many issues are pinned. */
  pinned: number
  /** The issue that was asked for; without a number the newest that this App wrote as a board. Undefined: there is none. */
  issue: BoardIssue | undefined
}

export interface BoardApi {
  /** One request. `number`: the issue known as the board. Undefined where the repository has no commit yet or is gone. */
  observe(number: number | undefined): Promise<BoardObservation | undefined>
  /** Undefined: it is pinned. Otherwise what GitHub said in refusing. */
  pin(id: string): Promise<string | undefined>
  unpin(id: string): Promise<void>
  reopen(number: number): Promise<void>
}

const issueNode = z.object({
  number: z.int(),
  id: z.string(),
  title: z.string(),
  body: z.string(),
  state: z.enum(['OPEN', 'CLOSED']),
  isPinned: z.boolean().nullable(),
  viewerDidAuthor: z.boolean(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullable(),
})

const milestoneNode = z.object({
  number: z.int(),
  title: z.string(),
  state: z.enum(['OPEN', 'CLOSED']),
  dueOn: z.iso.datetime().nullable(),
  closedAt: z.iso.datetime().nullable(),
})

const toMilestone = ({
  number,
  title,
  state,
  dueOn,
  closedAt,
}: z.infer<typeof milestoneNode>): GitHubMilestone => ({
  number,
  title,
  open: state === 'OPEN',
  due: dueOn?.slice(0, 10),
  closedAt: closedAt === null ? undefined : Date.parse(closedAt),
})

const answer = z.object({
  repository: z
    .object({
      defaultBranchRef: z.object({ name: z.string() }).nullable(),
      policy: blob,
      roster: tree,
      milestones: z.object({ nodes: z.array(milestoneNode) }).nullable(),
      pinnedIssues: z
        .object({ totalCount: z.int(), nodes: z.array(z.object({ issue: issueNode })) })
        .nullable(),
      issues: z.object({ nodes: z.array(issueNode) }),
      issue: issueNode.nullish(),
    })
    .nullable(),
})

const toFacts = (node: z.infer<typeof issueNode>): BoardIssue => ({
  number: node.number,
  id: node.id,
  title: node.title,
  body: node.body,
  state: node.state === 'OPEN' ? 'open' : 'closed',
  pinned: node.isPinned === true,
  labels: (node.labels?.nodes ?? []).map(({ name }) => name),
  own: node.viewerDidAuthor,
})

/** With the known issue gone GitHub answers an error beside the rest, which Octokit throws away: ask without it. */
const isMissing = (error: unknown): boolean => {
  const errors = graphqlRefusal(error)?.errors ?? []
  return (
    errors.length > 0 &&
    errors.every(({ type, path }) => type === 'NOT_FOUND' && path?.join('.') === 'repository.issue')
  )
}

export function boardApi({ octokit, repo, read, write }: Connection): BoardApi {
  async function ask(number: number | undefined): Promise<z.infer<typeof answer>> {
    const given = { owner: repo.owner, name: repo.repo, label: BOARD_LABEL }
    return answer.parse(
      await octokit.graphql(
        boardQuery(number !== undefined),
        number === undefined ? given : { ...given, number },
      ),
    )
  }
  async function askKnown(number: number): Promise<z.infer<typeof answer>> {
    try {
      return await ask(number)
    } catch (error) {
      if (!isMissing(error)) throw error
      const { repository } = await ask(undefined)
      return { repository: repository && { ...repository, issue: null } }
    }
  }
  return {
    observe: (number) =>
      read(`looking at the board of ${repo.owner}/${repo.repo}`, async () => {
        const { repository } = await (number === undefined ? ask(undefined) : askKnown(number))
        if (!repository?.defaultBranchRef) return undefined
        const { policy, roster, milestones, pinnedIssues, issues, issue } = repository
        const pinned = pinnedIssues?.nodes.map((node) => node.issue) ?? []
        // The newest first; one whose label somebody took off is found while it is pinned. A known one is known without its marker.
        const found = [...issues.nodes, ...pinned]
          .map(toFacts)
          .find(({ own, body }) => own && topicOf(body) === BOARD_TOPIC)
        return {
          policy: typeof policy?.text === 'string' ? policy.text : undefined,
          roster: markdownFiles(roster),
          milestones: (milestones?.nodes ?? []).map(toMilestone),
          pinned: pinnedIssues?.totalCount ?? 0,
          issue: number === undefined ? found : issue ? toFacts(issue) : undefined,
        }
      }),
    pin: (id) =>
      write('pinning the board', async () => {
        try {
          await octokit.graphql(pinMutation, { id })
          return undefined
        } catch (error) {
          // Three are pinned, or the App may not: a board that is not pinned is a board all the same.
          const errors = graphqlRefusal(error)?.errors ?? []
          const refused = errors.filter(({ type }) => type === 'UNPROCESSABLE' || type === 'FORBIDDEN')
          if (refused.length === 0 || refused.length < errors.length) throw error
          return refused.map(({ message }) => message).join('; ')
        }
      }),
    unpin: (id) =>
      write('unpinning the board', async () => {
        await octokit.graphql(unpinMutation, { id })
      }),
    reopen: (number) =>
      write(`opening #${number} again`, async () => {
        await octokit.rest.issues.update({ ...repo, issue_number: number, state: 'open' })
      }),
  }
}
