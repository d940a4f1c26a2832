// What set-up writes to a repository: files in a pull request of their own, and labels.

import { z } from 'zod'
import { Sha, type RepoRef } from '../domain/ids.ts'
import { connectAs } from './as-person.ts'
import { repositoryApi, type RepositoryApi } from './inspection.ts'
import { createLabel, type IssuesApi } from './issues-api.ts'
import { refsApi, type RefsApi } from './refs-api.ts'
import type { RepoConnection } from './repo-client.ts'
import { textsApi, type TextsApi } from './texts-api.ts'

export interface FilesProposal {
  /** Never moved once it is there: people may have added to it. */
  branch: string
  base: { branch: string; sha: Sha }
  files: readonly { path: string; text: string }[]
  title: string
  body: string
}

export interface ProposedPull {
  number: number
  url: string
  /** False: it was open already. */
  opened: boolean
}

export interface SetupApi {
  repository: RepositoryApi
  refs: Pick<RefsApi, 'sha'>
  texts: TextsApi
  /**
   * One commit with these files on a branch of its own, and its pull request. Doing it again makes nothing anew, also where the first
   * time was cut off in between.
   */
  propose(proposal: FilesProposal): Promise<ProposedPull>
  createLabel: IssuesApi['createLabel']
}

const Made = z.object({ sha: Sha })
const Commit = z.object({ tree: z.object({ sha: Sha }) })
const Pull = z.object({ number: z.int(), html_url: z.string() })

export function setupApi(connection: RepoConnection): SetupApi {
  const { octokit, repo, read, write } = connection
  const { git, pulls } = octokit.rest
  const refs = refsApi(connection)

  async function commit({ base, files, title }: FilesProposal): Promise<Sha> {
    const { tree: before } = Commit.parse((await git.getCommit({ ...repo, commit_sha: base.sha })).data)
    const { data: tree } = await git.createTree({
      ...repo,
      base_tree: before.sha,
      tree: files.map(({ path, text }) => ({ path, mode: '100644', type: 'blob', content: text })),
    })
    const { data } = await git.createCommit({
      ...repo,
      message: title,
      tree: Made.parse(tree).sha,
      parents: [base.sha],
    })
    return Made.parse(data).sha
  }

  return {
    repository: repositoryApi(connection),
    refs,
    texts: textsApi(connection),
    async propose(proposal) {
      const { branch, base, title, body } = proposal
      if ((await refs.sha(branch)) === undefined)
        await write(`making the branch ${branch}`, async () =>
          git.createRef({ ...repo, ref: `refs/heads/${branch}`, sha: await commit(proposal) }),
        )
      const open = await read(`looking for a pull request of ${branch}`, async () =>
        z
          .array(Pull)
          .parse((await pulls.list({ ...repo, state: 'open', head: `${repo.owner}:${branch}` })).data),
      )
      const [there] = open
      if (there !== undefined) return { number: there.number, url: there.html_url, opened: false }
      const made = await write('opening the pull request', async () =>
        Pull.parse((await pulls.create({ ...repo, head: branch, base: base.branch, title, body })).data),
      )
      return { number: made.number, url: made.html_url, opened: true }
    },
    createLabel: (label) => createLabel(connection, label),
  }
}

/** As the person whose token it is. `baseUrl`: the REST root. */
export const setupAs = (token: string, baseUrl: string, repo: RepoRef): SetupApi =>
  setupApi(connectAs(token, baseUrl, repo))
