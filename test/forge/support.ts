// Starts an embedded GitHub on a temporary folder, with an Octokit for each person and App.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { expect } from 'vitest'
import { z } from 'zod'
import { createGitHub, type GitHub } from '../../src/github/apps.ts'
import type { ContractViolation } from '../../src/rehearsal/contract/contract.ts'
import type { Forge, ForgeOptions } from '../../src/rehearsal/forge/forge.ts'
import { startForge } from '../../src/rehearsal/forge/index.ts'
import type { Permissions } from '../../src/rehearsal/forge/world.ts'

export const OWNER = 'ada'
export const REPO = 'engine'
/** Parameters of the seeded public repository. */
export const repo = { owner: OWNER, repo: REPO } as const
/** Parameters of the seeded private repository: only its owner and the Apps see it. */
export const secretRepo = { owner: OWNER, repo: 'secret' } as const

/** People of the seed: ada owns, grace writes, lin triages, mallory is a stranger. */
export type Person = 'ada' | 'grace' | 'lin' | 'mallory'
const PEOPLE: readonly Person[] = ['ada', 'grace', 'lin', 'mallory']
export const tokenOf = (person: Person): string => `ghp_${person}`

/** `baton` may do everything, `reviewer` reviews, `reader` has no more than metadata. */
export type AppName = 'baton' | 'reviewer' | 'reader'

const ALL: Permissions = {
  metadata: 'read',
  contents: 'write',
  issues: 'write',
  pull_requests: 'write',
  checks: 'write',
  statuses: 'write',
  actions: 'write',
  administration: 'write',
  members: 'read',
  workflows: 'write',
  merge_queues: 'write',
}

const EVENTS = [
  'issues',
  'issue_comment',
  'label',
  'sub_issues',
  'issue_dependencies',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
  'create',
  'delete',
  'check_run',
  'check_suite',
  'status',
  'workflow_run',
  'workflow_job',
]

export const APPS = {
  baton: { id: 11, slug: 'baton', installationId: 101, permissions: ALL, events: EVENTS },
  reviewer: {
    id: 22,
    slug: 'baton-reviewer',
    installationId: 202,
    permissions: { metadata: 'read', contents: 'write', pull_requests: 'write', checks: 'write' },
    events: ['pull_request'],
  },
  reader: { id: 33, slug: 'reader', installationId: 303, permissions: { metadata: 'read' }, events: [] },
} as const

/** One key for all Apps of a test process: making RSA keys is the slowest part of a start. */
let sharedKey: string | undefined
const testKey = (): string =>
  (sharedKey ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey)

export interface TestForge extends AsyncDisposable {
  forge: Forge
  /** Where the forge keeps its repositories; removed at the end. */
  dataDir: string
  /** An Octokit with this person's token. */
  as(person: Person): Octokit
  /** An Octokit that authenticates as the installation, or by JWT where a route wants that. */
  app(name: AppName): Octokit
  /** An Octokit with any token, or none. */
  withToken(token: string | undefined): Octokit
  /** A fresh token of the App's installation. */
  installationToken(name: AppName): Promise<string>
  /** Stops it, and fails the test when anything broke GitHub's contract that was not made to. */
  close(): Promise<void>
}

/**
 * A forge with `ada/engine` (public; grace writes, lin triages) and `ada/secret` (private), a README in each, three Apps
 * and no webhooks.
 * `overrides` replace whole options, except `dataDir`, which is a new temporary folder.
 */
export async function startTestForge(overrides: Partial<ForgeOptions> = {}): Promise<TestForge> {
  const folder = await mkdtemp(join(tmpdir(), 'forge-'))
  const dataDir = join(folder, 'data')
  const files = join(folder, 'files')
  await mkdir(files)
  await writeFile(join(files, 'README.md'), '# engine\n')
  const forge = await startForge({
    users: PEOPLE.map((login) => ({ login, token: tokenOf(login) })),
    apps: Object.values(APPS).map((app) => ({ ...app, events: [...app.events], privateKeyPem: testKey() })),
    repositories: [
      { owner: OWNER, name: REPO, files, collaborators: { grace: 'write', lin: 'triage' } },
      { owner: OWNER, name: 'secret', private: true, files },
    ],
    ...overrides,
    dataDir,
  })
  const baseUrl = `${forge.url}/api/v3`
  const withToken = (token: string | undefined): Octokit =>
    new Octokit({ baseUrl, log: silent, ...(token === undefined ? {} : { auth: token }) })
  const appAuth = (name: AppName) => ({
    appId: APPS[name].id,
    privateKey: forge.privateKey(APPS[name].id),
    installationId: APPS[name].installationId,
  })
  const close = async (): Promise<void> => {
    await forge.drain()
    await forge.close()
    await rm(folder, { recursive: true, force: true })
    expect(violations(forge)).toEqual([])
  }
  return {
    forge,
    dataDir,
    as: (person) => withToken(tokenOf(person)),
    app: (name) => new Octokit({ baseUrl, log: silent, authStrategy: createAppAuth, auth: appAuth(name) }),
    withToken,
    async installationToken(name) {
      const octokit = new Octokit({ baseUrl, log: silent, authStrategy: createAppAuth, auth: appAuth(name) })
      const { data } = await octokit.rest.apps.createInstallationAccessToken({
        installation_id: APPS[name].installationId,
      })
      return data.token
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** Baton's own way in, as this App and, where one is named, with that one as its reviewer. */
export function githubOf(t: TestForge, author: AppName = 'baton', reviewer?: AppName): GitHub {
  const credentials = (name: AppName) => ({
    appId: APPS[name].id,
    privateKey: t.forge.privateKey(APPS[name].id),
  })
  return createGitHub({
    baseUrl: `${t.forge.url}/api/v3`,
    author: credentials(author),
    reviewer: reviewer === undefined ? undefined : credentials(reviewer),
    writeSpacingMs: 0,
    log: { debug: ignore, warn: ignore },
  })
}

const ignore = (): void => undefined
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore }

export interface Received {
  event: string
  guid: string
  headers: IncomingHttpHeaders
  body: string
  /** `event.action`, or the event alone. */
  name: string
  /** The parsed payload. */
  payload: unknown
}

const withAction = z.object({ action: z.string().optional() })

export interface Receiver extends AsyncDisposable {
  url: string
  received: Received[]
  /** `event.action`, in the order of arrival. */
  names(): string[]
  /** The status of the next answers (default 200), or no answer at all. */
  answer: { status: number | 'never' }
}

/** Violations that a test brought about on purpose. */
const meant = new WeakSet<ContractViolation>()

/**
 * Makes a call whose request breaks GitHub's description, because that is what the test is about. Only its request is
 * excused, never an answer or a webhook. Gives what the call gives, and throws what it throws.
 */
export async function malformed<T>(forge: Forge, call: () => Promise<T>): Promise<T> {
  const known = forge.contract.violations.length
  try {
    return await call()
  } finally {
    for (const found of forge.contract.violations.slice(known)) if (found.side === 'request') meant.add(found)
  }
}

/** What broke GitHub's contract, apart from the requests that were made to. */
export const violations = (forge: Forge): ContractViolation[] =>
  forge.contract.violations.filter((found) => !meant.has(found))

/** A webhook receiver that keeps what arrives. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const answer: Receiver['answer'] = { status: 200 }
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (chunk: Buffer) => chunks.push(chunk))
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const { 'x-github-event': event, 'x-github-delivery': guid } = req.headers
      const payload: unknown = JSON.parse(body)
      const { action } = withAction.parse(payload)
      const name = action === undefined ? String(event) : `${String(event)}.${action}`
      received.push({ event: String(event), guid: String(guid), headers: req.headers, body, name, payload })
      if (answer.status !== 'never') res.writeHead(answer.status).end('ok')
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    answer,
    names: () => received.map(({ name }) => name),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

const rejection = z.object({
  status: z.number(),
  response: z.object({
    data: z.looseObject({ message: z.string(), errors: z.array(z.unknown()).optional() }),
    headers: z.record(z.string(), z.unknown()),
  }),
})

export interface Failure {
  status: number
  message: string
  errors: unknown[] | undefined
  headers: Record<string, unknown>
}

/** The API's refusal of a call. Throws when the call went through, or failed in another way. */
export async function failure(call: Promise<unknown>): Promise<Failure> {
  let answer: unknown
  try {
    answer = await call
  } catch (error) {
    const { status, response } = rejection.parse(error)
    return { status, message: response.data.message, errors: response.data.errors, headers: response.headers }
  }
  throw new Error(`expected the API to refuse this, it answered ${JSON.stringify(answer)}`)
}
