// Branches.

import { z } from 'zod'
import { UserError } from '../errors.ts'
import type { RepoConnection } from './repo-client.ts'
import { statusOf } from './request-error.ts'

export interface RefsApi {
  /** The commit of a branch, undefined when it does not exist. */
  sha(branch: string): Promise<string | undefined>
  /** A branch that is gone already is a success. Raises UserError when a rule keeps it. */
  remove(branch: string): Promise<void>
}

const Ref = z.object({ object: z.object({ sha: z.string() }) })

export function refsApi({ octokit, repo, read, write }: RepoConnection): RefsApi {
  const { git } = octokit.rest
  return {
    sha: (branch) =>
      read(`reading the branch ${branch}`, async () => {
        try {
          return Ref.parse((await git.getRef({ ...repo, ref: `heads/${branch}` })).data).object.sha
        } catch (error) {
          // 409: the repository has no commit at all (https://docs.github.com/rest/git/refs).
          if ([404, 409].includes(statusOf(error) ?? 0)) return undefined
          throw error
        }
      }),
    remove: (branch) =>
      write(`deleting the branch ${branch}`, async () => {
        try {
          await git.deleteRef({ ...repo, ref: `heads/${branch}` })
        } catch (error) {
          if (statusOf(error) !== 422) throw error
          const text = error instanceof Error ? error.message : String(error)
          if (/does not exist/i.test(text)) return
          throw new UserError(
            `The branch ${branch} cannot be deleted: ${text}`,
            'Allow the App to delete it, delete it by hand, or set `merge: { delete_branch: false }` in the policy.',
            { cause: error },
          )
        }
      }),
  }
}
