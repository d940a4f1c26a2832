// A pull request as a proposal for the configuration: what it touches, and policy and roster as they are at a commit.

import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import { TransientError } from '../errors.ts'
import { HeadRepository, isHere } from './head-repository.ts'
import type { Connection } from './repo-client.ts'
import { statusOf } from './request-error.ts'
import { configurationQuery } from './task-query.ts'

export interface Proposal {
  open: boolean
  headSha: Sha
  baseSha: Sha
  baseBranch: string
  /** Undefined where it comes from another repository. */
  headBranch: string | undefined
  changedFiles: number
}

export interface ProposedFile {
  name: string
  /** Undefined for what is no text: a binary file, a folder. */
  text: string | undefined
}

export interface ConfigurationFiles {
  policy: ProposedFile | undefined
  roster: ProposedFile[]
}

export interface ProposalsApi {
  /** Undefined when there is no pull request of this number. */
  find(number: number): Promise<Proposal | undefined>
  /**
   * What it touches: every path, and of renamed files the former one too. GitHub lists 3000 files at most
   * (https://docs.github.com/rest/pulls/pulls); `files` is how many it listed.
   */
  touched(number: number): Promise<{ paths: string[]; files: number }>
  /** Policy and roster at a commit. Raises TransientError while GitHub does not show the commit. */
  configuration(sha: Sha): Promise<ConfigurationFiles>
}

const Pull = z.object({
  state: z.string(),
  changed_files: z.int(),
  head: z.object({ sha: Sha, ref: z.string(), repo: HeadRepository }),
  base: z.object({ sha: Sha, ref: z.string() }),
})
const Files = z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() }))

const blob = z.object({ text: z.string().nullish() })
const answer = z.object({
  repository: z.object({
    commit: z.object({ oid: Sha }).nullable(),
    policy: blob.nullable(),
    roster: z
      .object({
        entries: z.array(z.object({ name: z.string(), type: z.string(), object: blob.nullable() })).nullish(),
      })
      .nullable(),
  }),
})

export function proposalsApi({ octokit, repo, read }: Connection): ProposalsApi {
  const { pulls } = octokit.rest
  return {
    find: (number) =>
      read(`looking for the pull request #${number}`, async () => {
        try {
          const pull = Pull.parse((await pulls.get({ ...repo, pull_number: number })).data)
          return {
            open: pull.state === 'open',
            headSha: pull.head.sha,
            baseSha: pull.base.sha,
            baseBranch: pull.base.ref,
            headBranch: isHere(repo, pull.head.repo) ? pull.head.ref : undefined,
            changedFiles: pull.changed_files,
          }
        } catch (error) {
          if (statusOf(error) === 404) return undefined
          throw error
        }
      }),
    touched: (number) =>
      read(`listing files of #${number}`, async () => {
        const all = await octokit.paginate(pulls.listFiles, { ...repo, pull_number: number, per_page: 100 })
        const files = Files.parse(all)
        const paths = files.flatMap((file) => [file.filename, file.previous_filename ?? []].flat())
        return { paths, files: files.length }
      }),
    configuration: (sha) =>
      read(`reading the configuration at ${sha}`, async () => {
        const { query, variables } = configurationQuery(sha)
        const raw: unknown = await octokit.graphql(query, {
          owner: repo.owner,
          name: repo.repo,
          ...variables,
        })
        const { commit, policy, roster } = answer.parse(raw).repository
        // Without this, a commit that is slow to show would look like one that deletes everything.
        if (commit === null) throw new TransientError(`GitHub does not show the commit ${sha} yet`)
        return {
          policy: policy === null ? undefined : { name: 'policy', text: policy.text ?? undefined },
          roster: (roster?.entries ?? []).flatMap(({ name, type, object }) =>
            type === 'blob' && name.endsWith('.md') ? [{ name, text: object?.text ?? undefined }] : [],
          ),
        }
      }),
  }
}
