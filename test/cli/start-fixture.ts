// A GitHub for `baton start` to talk to: the embedded one with the App registered, and the environment that points at it.

import { writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { startForge } from '../../src/rehearsal/forge/index.ts'
import type { Running } from './support.ts'

export const SECRET = 'a-webhook-secret-of-the-tests'

export interface Fixture {
  env: Record<string, string>
  close(): Promise<void>
}

export async function fixture(dir: string): Promise<Fixture> {
  const forge = await startForge({
    dataDir: join(dir, 'github'),
    users: [{ login: 'ada', token: 'ghp_ada' }],
    apps: [
      {
        id: 11,
        slug: 'baton',
        installationId: 101,
        permissions: { metadata: 'read', issues: 'write' },
        events: ['issues'],
      },
    ],
    repositories: [{ owner: 'ada', name: 'engine' }],
  })
  const key = join(dir, 'app.pem')
  writeFileSync(key, forge.privateKey(11))
  return {
    env: {
      APP_ID: '11',
      PRIVATE_KEY_PATH: key,
      WEBHOOK_SECRET: SECRET,
      GHE_HOST: forge.url.replace('http://', ''),
      GHE_PROTOCOL: 'http',
      HOST: '127.0.0.1',
      PORT: '0',
    },
    close: () => forge.close(),
  }
}

/** A TCP server that takes connections and never says anything. */
export async function silence(): Promise<{ port: number; server: Server }> {
  const server = createServer(() => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { port: address.port, server }
}

/** Waits until a started Baton says that it is up. Returns its address. */
export async function up(running: Running): Promise<string> {
  await running.shows('Baton is up')
  const line = running.stderr.split('\n').find((text) => text.includes('Baton is up')) ?? '{}'
  const { url }: { url?: unknown } = JSON.parse(line)
  if (typeof url !== 'string') throw new Error(`no address in: ${line}`)
  return url
}
