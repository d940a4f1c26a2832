// Shared by the tests of store, queue and intake: a store on a database of its own, signed webhooks, waiting for a state.

import { createHmac, randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { IntakeHandler } from '../../src/intake/intake.ts'
import { openStore, type Store } from '../../src/store/open.ts'
import { freshDatabase, silent, type TestDatabase } from './postgres.ts'

export const SECRET = 'It is a secret to everybody'

export interface TestStore {
  store: Store
  database: TestDatabase
  close(): Promise<void>
}

export async function testStore(): Promise<TestStore> {
  const database = await freshDatabase()
  const store = await openStore({ databaseUrl: database.url, dataDir: '', log: silent })
  return {
    store,
    database,
    close: async () => {
      await store.close()
      await database.drop()
    },
  }
}

/**
 * Waits until a condition holds; fails after `limitMs` (100 s). No time is asserted: only that it comes to hold. `standing` says how
 * things stand then, for who reads the failure.
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  limitMs = 100_000,
  standing: () => string | Promise<string> = () => '',
): Promise<void> {
  const begun = performance.now()
  while (!(await condition())) {
    if (performance.now() - begun > limitMs)
      throw new Error(`it never came to hold: ${what}\n${await standing()}`.trimEnd())
    await sleep(10)
  }
}

export function sign(body: string | Buffer, secret: string = SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

export const repository = { name: 'widgets', owner: { login: 'acme' }, default_branch: 'main' }

export function issuePayload(number: number, more: object = {}): object {
  return { action: 'opened', installation: { id: 7 }, repository, issue: { number }, ...more }
}

export interface Sent {
  status: number
  body: unknown
}

/** Posts a signed webhook. `headers` set to undefined are left out. */
export async function post(
  url: string,
  payload: unknown,
  headers: Record<string, string | undefined> = {},
): Promise<Sent> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const all: Record<string, string | undefined> = {
    'content-type': 'application/json',
    'x-github-event': 'issues',
    'x-github-delivery': randomUUID(),
    'x-hub-signature-256': sign(body),
    ...headers,
  }
  const given = Object.entries(all).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, value]],
  )
  const response = await fetch(url, { method: 'POST', body, headers: given })
  return { status: response.status, body: await response.json() }
}

export interface TestServer {
  url: string
  server: Server
  close(): Promise<void>
}

/** Serves a handler on a free port, under its real path. */
export async function serve(handler: IntakeHandler): Promise<TestServer> {
  const server = createServer((req, res) => {
    void handler(req, res).then((handled) => {
      if (!handled) res.writeHead(404).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}/api/github/webhooks`,
    server,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
