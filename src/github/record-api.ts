// What is on record of an issue or pull request, for people to read: which head it has, and what our own checks say on it.

import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import { HeadRepository, isHere } from './head-repository.ts'
import type { Connection } from './repo-client.ts'
import { statusOf } from './request-error.ts'

export interface PullFacts {
  number: number
  title: string
  body: string
  state: 'open' | 'closed' | 'merged'
  draft: boolean
  head: Sha
  branch: string
  /** Whether the branch is one of this repository itself, and no fork's. */
  here: boolean
  /** As REST spells it: a bot's ends in `[bot]`. */
  author: string
}

/** A check run of our own App as it stands on a commit. */
export interface CheckFacts {
  name: string
  status: string
  conclusion: string | undefined
  title: string
  summary: string
}

export interface RecordApi {
  /** What has this number, undefined when there is nothing. */
  numbered(
    number: number,
  ): Promise<
    { kind: 'issue'; title: string; state: 'open' | 'closed' } | ({ kind: 'pull' } & PullFacts) | undefined
  >
  /** All open pull requests, oldest first. */
  openPulls(): Promise<PullFacts[]>
  /** The newest check run of each name that our own App wrote on a commit; one of another App with such a name is not among them. */
  checks(sha: Sha): Promise<CheckFacts[]>
}

const Issue = z.object({
  title: z.string(),
  state: z.string(),
  repository_url: z.string(),
  pull_request: z.unknown().optional(),
})
const Pull = z.object({
  number: z.int(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.string(),
  draft: z.boolean().optional(),
  merged_at: z.string().nullish(),
  user: z.object({ login: z.string() }).nullish(),
  head: z.object({ sha: Sha, ref: z.string(), repo: HeadRepository }),
})
const Checks = z.array(
  z.object({
    id: z.int(),
    name: z.string(),
    status: z.string(),
    conclusion: z.string().nullable(),
    app: z.object({ id: z.int() }).nullable(),
    output: z.object({ title: z.string().nullable(), summary: z.string().nullable() }),
  }),
)

export function recordApi({ octokit, repo, appId, read }: Connection): RecordApi {
  const { issues, pulls, checks } = octokit.rest
  const home = `${repo.owner}/${repo.repo}`.toLowerCase()
  const toFacts = (given: unknown): PullFacts => {
    const pull = Pull.parse(given)
    const merged = typeof pull.merged_at === 'string'
    return {
      number: pull.number,
      title: pull.title,
      body: pull.body ?? '',
      state: merged ? 'merged' : pull.state === 'open' ? 'open' : 'closed',
      draft: pull.draft === true,
      head: pull.head.sha,
      branch: pull.head.ref,
      here: isHere(repo, pull.head.repo),
      author: pull.user?.login ?? 'ghost',
    }
  }
  return {
    numbered: (number) =>
      read(`reading #${number}`, async () => {
        try {
          const issue = Issue.parse((await issues.get({ ...repo, issue_number: number })).data)
          // A transferred issue is answered with the one that it became, elsewhere.
          if (!issue.repository_url.toLowerCase().endsWith(`/repos/${home}`)) return undefined
          if (issue.pull_request === undefined || issue.pull_request === null)
            return { kind: 'issue', title: issue.title, state: issue.state === 'open' ? 'open' : 'closed' }
          return { kind: 'pull', ...toFacts((await pulls.get({ ...repo, pull_number: number })).data) }
        } catch (error) {
          // 410: deleted (https://docs.github.com/rest/issues/issues).
          if (statusOf(error) === 404 || statusOf(error) === 410) return undefined
          throw error
        }
      }),
    openPulls: () =>
      read('listing open pull requests', async () => {
        const all = await octokit.paginate(pulls.list, {
          ...repo,
          state: 'open',
          sort: 'created',
          direction: 'asc',
          per_page: 100,
        })
        return all.map(toFacts)
      }),
    checks: (sha) =>
      read(`reading the checks on ${sha}`, async () => {
        const all: unknown = await octokit.paginate(checks.listForRef, {
          ...repo,
          ref: sha,
          app_id: appId,
          filter: 'latest',
          per_page: 100,
        })
        const newest = new Map<string, CheckFacts>()
        for (const run of Checks.parse(all).toSorted((a, b) => a.id - b.id)) {
          if (run.app?.id !== appId) continue
          newest.set(run.name, {
            name: run.name,
            status: run.status,
            conclusion: run.conclusion ?? undefined,
            title: run.output.title ?? '',
            summary: run.output.summary ?? '',
          })
        }
        return [...newest.values()]
      }),
  }
}
