// What `baton start` does: reads the configuration, then serves until it is told to stop.

import { existsSync } from 'node:fs'
import { run as runProbot } from 'probot'
import { hasCredentials, readConfig, readPort } from '../config.ts'
import { asError, UserError } from '../errors.ts'
import { createLog } from '../log.ts'
import { createBaton } from '../main.ts'
import { aborted, leave, stopSignal } from './signals.ts'

async function serveSetUp(port: number): Promise<{ stop(): Promise<unknown> }> {
  try {
    return await runProbot(() => undefined)
  } catch (error) {
    const cause = asError(error)
    if (!('code' in cause) || (cause.code !== 'EADDRINUSE' && cause.code !== 'EACCES')) throw error
    const why = cause.code === 'EADDRINUSE' ? 'is in use' : 'may not be opened by this user'
    throw new UserError(`port ${port} ${why}`, 'set PORT to another one, for example PORT=3001', { cause })
  }
}

/** Serves the page that registers the App from app.yml and writes its credentials to .env. */
async function setUp(): Promise<void> {
  const port = readPort(process.env)
  if (process.env.NODE_ENV === 'production') {
    throw new UserError(
      'there are no App credentials, and the page that registers an App is not served with NODE_ENV=production',
      'set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET, or start once without NODE_ENV to register the App',
    )
  }
  if (!existsSync('app.yml')) {
    throw new UserError(
      'there are no App credentials, and no app.yml here to register an App from',
      "start in Baton's own folder, or set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET",
    )
  }
  // A webhook proxy through smee.io would send payloads through a third party and load a package at run time.
  process.env.NO_SMEE_SETUP ??= 'true'
  process.stdout.write(
    'No App credentials yet: open the page below to register the GitHub App, then start again.\n' +
      'First replace the host in app.yml by the public address of this installation.\n' +
      '(With credentials at hand: set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET, or put them in .env.)\n',
  )
  const signal = stopSignal()
  const server = await serveSetUp(port)
  await aborted(signal)
  // A browser keeps its connection open, and stop() would wait for it.
  leave(0)
  await server.stop()
}

/** Serves until SIGINT or SIGTERM. Raises UserError for what a person can mend, all of it at once where it is configuration. */
export async function serve(role: string | undefined): Promise<void> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  if (!hasCredentials(process.env)) return setUp()
  const config = readConfig({ ...process.env, ...(role === undefined ? {} : { BATON_ROLE: role }) })
  const log = createLog(config.logLevel)
  const signal = stopSignal()
  const baton = await createBaton({ config, log })
  log.info({ url: baton.url, role: config.role, sandbox: baton.sandbox }, 'Baton is up')
  await aborted(signal)
  log.info({}, 'stopping')
  await baton.stop()
  leave(0)
}
