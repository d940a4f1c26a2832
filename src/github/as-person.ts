// A repository as the person whose token is at hand, for what the App may not do: set-up.

import { Octokit } from '@octokit/rest'
import type { RepoRef } from '../domain/ids.ts'
import type { RepoConnection } from './repo-client.ts'
import { classified } from './request-error.ts'

/** What is refused is raised, and told by whoever asked. */
const quiet = (): void => undefined

/** `baseUrl`: the REST root. Every failure is classified, as an App's are. */
export function connectAs(token: string, baseUrl: string, repo: RepoRef): RepoConnection {
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
  const octokit = new Octokit({ baseUrl, auth: token, userAgent: 'baton', log })
  return { octokit, repo, read: classified, write: classified }
}
