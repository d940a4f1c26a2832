// An App as GitHub has it, its installation on a repository, and what is on the repository: read only, for people to compare.

import { z } from 'zod'
import type { RepoRef, Sha } from '../domain/ids.ts'
import type { GitHub } from './apps.ts'
import type { RepoConnection } from './repo-client.ts'
import { githubError, statusOf } from './request-error.ts'

export interface AppFacts {
  slug: string
  permissions: Record<string, string>
  events: string[]
  /** Undefined: webhooks go nowhere. */
  hookUrl: string | undefined
  /** GitHub never shows the secret itself. */
  hookHasSecret: boolean
}

export interface InstallationFacts {
  permissions: Record<string, string>
  events: string[]
  suspended: boolean
}

export interface RepositoryApi {
  defaultBranch(): Promise<string>
  /** Paths of all files at a commit; GitHub cuts very large listings. */
  paths(sha: Sha): Promise<string[]>
  labels(): Promise<string[]>
}

const rights = {
  permissions: z
    .record(z.string(), z.string().optional())
    .transform((found) =>
      Object.fromEntries(
        Object.entries(found).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
    ),
  events: z.array(z.string()),
}
const app = z.object({ slug: z.string(), ...rights })
const hook = z.object({ url: z.string().optional(), secret: z.string().optional() })
const installation = z.object({ ...rights, suspended_at: z.string().nullish() })

/** The author App of `github`. Raises what githubError() makes of a refusal: TerminalError for wrong credentials. */
export async function inspectApp(github: GitHub): Promise<AppFacts> {
  try {
    const { rest } = github.app()
    const { slug, permissions, events } = app.parse((await rest.apps.getAuthenticated()).data)
    const { url, secret } = hook.parse((await rest.apps.getWebhookConfigForApp()).data)
    return {
      slug,
      permissions,
      events,
      hookUrl: url === '' ? undefined : url,
      hookHasSecret: secret !== undefined && secret !== '',
    }
  } catch (error) {
    throw githubError(error, 'reading the App')
  }
}

/** Its installation on a repository; undefined: it is not installed there. */
export async function inspectInstallation(
  github: GitHub,
  { owner, repo }: RepoRef,
): Promise<InstallationFacts | undefined> {
  try {
    const { data } = await github.app().rest.apps.getRepoInstallation({ owner, repo })
    const { permissions, events, suspended_at: suspended } = installation.parse(data)
    return { permissions, events, suspended: typeof suspended === 'string' }
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw githubError(error, `finding the installation on ${owner}/${repo}`)
  }
}

export function repositoryApi({ octokit, repo, read }: RepoConnection): RepositoryApi {
  return {
    defaultBranch: () =>
      read(
        'reading the repository',
        async () => (await octokit.rest.repos.get({ ...repo })).data.default_branch,
      ),
    paths: (sha) =>
      read(`listing the files at ${sha}`, async () => {
        const { data } = await octokit.rest.git.getTree({ ...repo, tree_sha: sha, recursive: '1' })
        return data.tree.filter(({ type }) => type === 'blob').map(({ path }) => path)
      }),
    labels: () =>
      read('reading the labels', async () => {
        const labels = await octokit.paginate(octokit.rest.issues.listLabelsForRepo, {
          ...repo,
          per_page: 100,
        })
        return labels.map(({ name }) => name)
      }),
  }
}
