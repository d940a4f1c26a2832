// The one wrapper around nock: no real network, answers from JSON fixtures, and every answer that was set up must be used.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateKeyPairSync } from 'node:crypto'
import nock from 'nock'
import { createGitHub, type GitHub } from '../../src/github/apps.ts'
import type { RepoClient } from '../../src/github/repo-client.ts'

export const API = 'https://github.test/api/v3'
const HOST = 'https://github.test'
export const repository = { owner: 'acme', repo: 'widgets' } as const
const REPO_PATH = '/api/v3/repos/acme/widgets'

export const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'github', 'fixtures', `${name}.json`), 'utf8'))

/** One key for a test process: making it is the slowest part. */
let sharedKey: string | undefined
export const testKey = (): string =>
  (sharedKey ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey)

export interface Answer {
  status?: number
  /** JSON unless it is text or bytes; `error` breaks the connection with this code instead. */
  body?: unknown
  headers?: Record<string, string>
  error?: string
}

export interface FakeGitHub {
  github: GitHub
  client(): Promise<RepoClient>
  /** The next answer below the repository. Returns what was sent, once it was. */
  on(method: string, path: string, answer: Answer): { sent: unknown[] }
  /** The next answer to a GraphQL request. */
  graphql(answer: Answer): { sent: unknown[] }
  /** The next answer anywhere else below the API. */
  raw(method: string, path: string, answer: Answer): { sent: unknown[] }
  /** The next answer to a request for an installation token. */
  token(installation: number, answer?: Answer): void
  /** The App's answer for the repository: its installation, or 404. */
  installed(id: number | undefined): void
  /** Removes every answer; throws when one was never asked for. */
  end(): void
}

// Loading nock already patches node:http, for every test file of this process; a patched request waits for the end of its body.
nock.restore()

function interceptor(method: string, path: string, answer: Answer): { sent: unknown[] } {
  const sent: unknown[] = []
  const keep = (body: unknown): true => {
    sent.push(body)
    return true
  }
  const withBody = method === 'GET' || method === 'DELETE' ? undefined : keep
  const call = nock(HOST).intercept(path, method, withBody).query(true)
  if (answer.error !== undefined) {
    call.replyWithError(Object.assign(new Error(`connection: ${answer.error}`), { code: answer.error }))
    return { sent }
  }
  const { status = 200, body = {}, headers = {} } = answer
  const plain = typeof body === 'string' || Buffer.isBuffer(body)
  const content = status === 204 ? undefined : plain ? body : JSON.stringify(body)
  call.reply(status, content, { 'content-type': 'application/json; charset=utf-8', ...headers })
  return { sent }
}

/** A GitHub on which nothing answers but what the test sets up. Real connections are refused until end(). */
export function fakeGitHub(): FakeGitHub {
  if (!nock.isActive()) nock.activate()
  nock.disableNetConnect()
  const credentials = { appId: 11, privateKey: testKey() }
  const ignore = (): void => undefined
  const github = createGitHub({
    baseUrl: API,
    author: credentials,
    reviewer: undefined,
    writeSpacingMs: 0,
    log: { debug: ignore, warn: ignore },
  })
  const fake: FakeGitHub = {
    github,
    async client() {
      fake.installed(5)
      fake.token(5)
      return github.author(repository)
    },
    on: (method, path, answer) => interceptor(method, `${REPO_PATH}${path}`, answer),
    graphql: (answer) => interceptor('POST', '/api/graphql', answer),
    raw: (method, path, answer) => interceptor(method, `/api/v3${path}`, answer),
    token(id, answer = { status: 201, body: tokenBody('ghs_first') }) {
      interceptor('POST', `/api/v3/app/installations/${id}/access_tokens`, answer)
    },
    installed(id) {
      const body = id === undefined ? { message: 'Not Found' } : { id }
      fake.on('GET', '/installation', { status: id === undefined ? 404 : 200, body })
    },
    end() {
      const unused = nock.pendingMocks()
      nock.abortPendingRequests()
      nock.cleanAll()
      nock.enableNetConnect()
      nock.restore()
      if (unused.length > 0) throw new Error(`never asked for: ${unused.join(', ')}`)
    },
  }
  return fake
}

/** A token that stays valid for an hour of the machine's clock. */
export const tokenBody = (token: string): object => ({
  token,
  expires_at: new Date(Date.now() + 3_600_000).toISOString(),
  permissions: { issues: 'write' },
  repository_selection: 'all',
})
