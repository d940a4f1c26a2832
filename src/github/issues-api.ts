// Issues, comments and labels.

import { RequestError } from '@octokit/request-error'
import { z } from 'zod'
import type { LabelDefinition } from '../domain/roster/labels.ts'
import type { Connection, RepoConnection } from './repo-client.ts'
import { statusOf } from './request-error.ts'

export interface CommentRef {
  id: number
  body: string
}

export type Permission = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'

export interface IssuesApi {
  /** Comments that this App wrote, oldest first. */
  ownComments(number: number): Promise<CommentRef[]>
  createComment(number: number, body: string): Promise<number>
  updateComment(id: number, body: string): Promise<void>
  /** One that is there already is a success. */
  createLabel(label: LabelDefinition): Promise<void>
  addLabels(number: number, labels: readonly string[]): Promise<void>
  removeLabel(number: number, label: string): Promise<void>
  close(number: number): Promise<void>
  /** Adds a reaction to a comment on an issue or pull request; false when the comment is no more. */
  react(commentId: number, content: 'rocket' | 'confused' | 'eyes'): Promise<boolean>
  /** `role_name` of a person; strangers on public repositories get `read`. */
  permission(login: string): Promise<Permission>
}

const Comment = z.object({ id: z.int() })
const OwnComments = z.array(
  z.object({
    id: z.int(),
    body: z.string().nullish(),
    performed_via_github_app: z.object({ id: z.int() }).nullish(),
  }),
)
const Refusal = z.object({ errors: z.array(z.object({ code: z.string().optional() })) })

/** 422 `already_exists`: somebody was faster, which is what was wanted. Any other 422 is a refusal. */
function existsAlready(error: unknown): boolean {
  if (!(error instanceof RequestError) || error.status !== 422) return false
  const refusal = Refusal.safeParse(error.response?.data)
  return refusal.success && refusal.data.errors.some(({ code }) => code === 'already_exists')
}

const roles: readonly Permission[] = ['admin', 'maintain', 'write', 'triage', 'read', 'none']

export const createLabel = (
  { octokit, repo, write }: RepoConnection,
  label: LabelDefinition,
): Promise<void> =>
  write(`creating the label ${label.name}`, async () => {
    try {
      await octokit.rest.issues.createLabel({ ...repo, ...label })
    } catch (error) {
      if (!existsAlready(error)) throw error
    }
  })

export function issuesApi(connection: Connection): IssuesApi {
  const { octokit, repo, appId, read, write } = connection
  const { issues, reactions, repos } = octokit.rest
  return {
    ownComments: (number) =>
      read(`listing comments of #${number}`, async () => {
        const all = await octokit.paginate(issues.listComments, {
          ...repo,
          issue_number: number,
          per_page: 100,
        })
        return OwnComments.parse(all)
          .filter((comment) => comment.performed_via_github_app?.id === appId)
          .map((comment) => ({ id: comment.id, body: comment.body ?? '' }))
      }),
    createComment: (number, body) =>
      write(`commenting on #${number}`, async () => {
        return Comment.parse((await issues.createComment({ ...repo, issue_number: number, body })).data).id
      }),
    updateComment: (id, body) =>
      write(`updating comment ${id}`, async () => {
        await issues.updateComment({ ...repo, comment_id: id, body })
      }),
    createLabel: (label) => createLabel(connection, label),
    addLabels: (number, labels) =>
      write(`labelling #${number}`, async () => {
        await issues.addLabels({ ...repo, issue_number: number, labels: [...labels] })
      }),
    removeLabel: (number, name) =>
      write(`unlabelling #${number}`, async () => {
        try {
          await issues.removeLabel({ ...repo, issue_number: number, name })
        } catch (error) {
          if (statusOf(error) !== 404) throw error
        }
      }),
    close: (number) =>
      write(`closing #${number}`, async () => {
        await issues.update({ ...repo, issue_number: number, state: 'closed', state_reason: 'completed' })
      }),
    react: (id, content) =>
      write(`reacting to comment ${id}`, async () => {
        try {
          await reactions.createForIssueComment({ ...repo, comment_id: id, content })
          return true
        } catch (error) {
          if (statusOf(error) === 404) return false
          throw error
        }
      }),
    permission: (username) =>
      read(`reading the permission of @${username}`, async () => {
        try {
          const { data } = await repos.getCollaboratorPermissionLevel({ ...repo, username })
          return (
            roles.find((role) => role === data.role_name) ??
            roles.find((role) => role === data.permission) ??
            'none'
          )
        } catch (error) {
          if (statusOf(error) === 404) return 'none'
          throw error
        }
      }),
  }
}
