// The Apps that Baton acts as, and an authenticated client per installation. Installation tokens never leave this folder
// except as credentials for host-side git.

import { createAppAuth } from '@octokit/auth-app'
import { RequestError } from '@octokit/request-error'
import { Octokit } from '@octokit/rest'
import { z } from 'zod'
import type { RepoRef } from '../domain/ids.ts'
import { TerminalError, TransientError } from '../errors.ts'
import { createRepoClient, type RepoClient } from './repo-client.ts'
import { githubError, statusOf } from './request-error.ts'
import { createWriteLane, type WriteLane } from './write-lane.ts'

export interface AppCredentials {
  appId: number
  privateKey: string
}

export interface GitHubOptions {
  /** REST root: `https://api.github.com`, or `https://<host>/api/v3`. */
  baseUrl: string
  author: AppCredentials
  /** The second App, whose approvals count in rulesets. */
  reviewer: AppCredentials | undefined
  /** Milliseconds between writes of one installation. */
  writeSpacingMs: number
  log: { debug(message: string): void; warn(message: string): void }
}

export interface GitHub {
  /** The author App's client for a repository. Raises TerminalError when the App is not installed there. */
  author(repo: RepoRef): Promise<RepoClient>
  /** The reviewer App's client, undefined when no reviewer App is configured or installed there. */
  reviewer(repo: RepoRef): Promise<RepoClient | undefined>
  /** The author App itself (JWT), for its delivery log. */
  app(): Octokit
}

const installationToken = z.object({ token: z.string() })

interface Identity {
  app: Octokit
  client(repo: RepoRef): Promise<RepoClient | undefined>
}

/** GitHub answers JSON or an archive. Text is a proxy's page or an answer that was cut off, and Octokit passes both on. */
function jsonOnly(octokit: Octokit): Octokit {
  octokit.hook.after('request', (response, { method, url }) => {
    // Octokit's own rule: these two have no body.
    if (response.status === 204 || response.status === 205) return
    if (typeof response.data === 'string' || response.data === undefined)
      throw new TransientError(
        `${method} ${url}: the answer of ${response.status} is not JSON, or was cut off`,
      )
  })
  return octokit
}

/**
 * Whether an installation's client has to be made anew: its id is unknown since the App was installed again, or its token was
 * revoked before its time. A wrong key of the App is neither.
 */
function isOutdated(error: unknown): error is RequestError {
  if (!(error instanceof RequestError)) return false
  const asksForToken = error.request.url.endsWith('/access_tokens')
  return asksForToken ? error.status === 404 : error.status === 401
}

function createIdentity(credentials: AppCredentials, options: GitHubOptions): Identity {
  const { baseUrl } = options
  const log = {
    debug: options.log.debug,
    info: options.log.debug,
    warn: options.log.warn,
    error: options.log.warn,
  }
  const shared = { baseUrl, userAgent: 'baton', log }
  const auth = { appId: credentials.appId, privateKey: credentials.privateKey }
  const app = jsonOnly(new Octokit({ ...shared, authStrategy: createAppAuth, auth }))
  const installations = new Map<string, Promise<number | undefined>>()
  const clients = new Map<number, Octokit>()
  const lanes = new Map<number, WriteLane>()

  let slug: Promise<string> | undefined
  const login = async (): Promise<string> => {
    slug ??= app.rest.apps.getAuthenticated().then(({ data }) => data?.slug ?? '')
    try {
      return await slug
    } catch (error) {
      slug = undefined
      throw error
    }
  }

  async function find(repo: RepoRef): Promise<number | undefined> {
    try {
      return (await app.rest.apps.getRepoInstallation({ owner: repo.owner, repo: repo.repo })).data.id
    } catch (error) {
      if (statusOf(error) === 404) return undefined
      throw githubError(error, `finding the installation on ${repo.owner}/${repo.repo}`)
    }
  }

  async function installation(repo: RepoRef): Promise<number | undefined> {
    const key = `${repo.owner}/${repo.repo}`.toLowerCase()
    const known = installations.get(key)
    if (known !== undefined) return known
    const found = find(repo)
    installations.set(key, found)
    try {
      const id = await found
      // Not remembered: the App may be installed a moment later.
      if (id === undefined) installations.delete(key)
      return id
    } catch (error) {
      installations.delete(key)
      throw error
    }
  }

  /** Forgets what is known of an installation that GitHub no longer knows, or whose token it refuses: the next try finds out. */
  function forget(id: number): void {
    clients.delete(id)
    for (const [name, known] of installations) {
      void known.then((found) => (found === id ? installations.delete(name) : false)).catch(() => false)
    }
  }

  function connect(id: number): Octokit {
    const octokit = jsonOnly(
      new Octokit({ ...shared, authStrategy: createAppAuth, auth: { ...auth, installationId: id } }),
    )
    octokit.hook.error('request', (error) => {
      if (isOutdated(error)) {
        forget(id)
        throw new TransientError(`the installation ${id} or its token is no longer valid: ${error.message}`, {
          cause: error,
        })
      }
      throw error
    })
    return octokit
  }

  return {
    app,
    async client(repo) {
      const id = await installation(repo)
      if (id === undefined) return undefined
      const octokit = clients.get(id) ?? connect(id)
      clients.set(id, octokit)
      // The lane outlives a forgotten client: its spacing is the installation's.
      const lane = lanes.get(id) ?? createWriteLane(options.writeSpacingMs)
      lanes.set(id, lane)
      const token = async (): Promise<string> =>
        installationToken.parse(await octokit.auth({ type: 'installation' })).token
      // Only these two: a task's number beside them would be sent along as a parameter.
      return createRepoClient({
        octokit,
        repo: { owner: repo.owner, repo: repo.repo },
        lane,
        token,
        login,
        appId: credentials.appId,
      })
    },
  }
}

export function createGitHub(options: GitHubOptions): GitHub {
  const author = createIdentity(options.author, options)
  const reviewer = options.reviewer && createIdentity(options.reviewer, options)
  return {
    app: () => author.app,
    async author(repo) {
      const client = await author.client(repo)
      if (client === undefined)
        throw new TerminalError(`the App is not installed on ${repo.owner}/${repo.repo}`)
      return client
    },
    reviewer: async (repo) => reviewer?.client(repo),
  }
}
