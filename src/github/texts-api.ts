// Texts of files as they are at a commit.

import { z } from 'zod'
import { TransientError } from '../errors.ts'
import type { Sha } from '../domain/ids.ts'
import type { RepoConnection } from './repo-client.ts'

export interface TextsApi {
  /**
   * The texts of these files at a commit, one request for all. A file that is not there, is no text, or that GitHub cuts off is
   * left out. Raises TransientError while GitHub does not show the commit.
   */
  at(sha: Sha, paths: readonly string[]): Promise<ReadonlyMap<string, string>>
}

const blob = z.object({ text: z.string().nullish(), isTruncated: z.boolean().nullish() }).nullable()
const answer = z.object({
  repository: z.intersection(
    z.object({ commit: z.object({ oid: z.string() }).nullable() }),
    z.record(z.string(), z.unknown()),
  ),
})

export function textsApi({ octokit, repo, read }: RepoConnection): TextsApi {
  return {
    at: (sha, paths) =>
      read(`reading ${paths.length} files at ${sha}`, async () => {
        if (paths.length === 0) return new Map<string, string>()
        const declared = paths.map((_, i) => `, $file${i}: String!`).join('')
        const files = paths
          .map((_, i) => `file${i}: object(expression: $file${i}) { ... on Blob { text isTruncated } }`)
          .join('\n')
        const query = `query BatonTexts($owner: String!, $name: String!, $commit: String!${declared}) {
  repository(owner: $owner, name: $name) {
    commit: object(expression: $commit) { oid }
    ${files}
  }
}`
        const variables = Object.fromEntries(paths.map((path, i) => [`file${i}`, `${sha}:${path}`]))
        const raw: unknown = await octokit.graphql(query, {
          owner: repo.owner,
          name: repo.repo,
          commit: sha,
          ...variables,
        })
        const { repository } = answer.parse(raw)
        // Without this, a commit that is slow to show would look like one without files.
        if (repository.commit === null) throw new TransientError(`GitHub does not show the commit ${sha} yet`)
        return new Map(
          paths.flatMap((path, i): [string, string][] => {
            const found = blob.parse(repository[`file${i}`] ?? null)
            return typeof found?.text === 'string' && found.isTruncated !== true ? [[path, found.text]] : []
          }),
        )
      }),
  }
}
