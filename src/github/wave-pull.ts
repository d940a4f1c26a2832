// A wave's pull request where strangers' forks have newer ones from a branch of the same name, and more than the task query shows.

import { z } from 'zod'
import { HeadRepository, isHere } from './head-repository.ts'
import type { Connection } from './repo-client.ts'
import { pullQuery } from './task-query.ts'

const Listed = z.array(
  z.object({
    number: z.int(),
    head: z.object({ repo: HeadRepository }),
  }),
)

/**
 * The newest pull request from a branch of this repository itself, undefined when there is none. REST is asked for the number,
 * because it tells owners of branches apart and GraphQL does not; forks under the same owner are passed over, page by page.
 */
async function newestOwn(
  { octokit, repo }: Pick<Connection, 'octokit' | 'repo'>,
  branch: string,
): Promise<number | undefined> {
  const pages = octokit.paginate.iterator(octokit.rest.pulls.list, {
    ...repo,
    head: `${repo.owner}:${branch}`,
    state: 'all',
    sort: 'created',
    direction: 'desc',
    per_page: 100,
  })
  for await (const { data } of pages) {
    const own = Listed.parse(data).find(({ head }) => isHere(repo, head.repo))
    if (own !== undefined) return own.number
  }
  return undefined
}

/** Reads it as the task query would have, in two requests. Raises what the requests raise, and ZodError for another answer. */
export async function hiddenPull<T>(
  connection: Pick<Connection, 'octokit' | 'repo'>,
  branch: string,
  node: z.ZodType<T>,
): Promise<T | undefined> {
  const number = await newestOwn(connection, branch)
  if (number === undefined) return undefined
  const { octokit, repo } = connection
  const raw: unknown = await octokit.graphql(pullQuery, { owner: repo.owner, name: repo.repo, number })
  return z.object({ repository: z.object({ pullRequest: node }) }).parse(raw).repository.pullRequest
}
