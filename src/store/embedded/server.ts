// Starts, adopts and stops the embedded PostgreSQL of a data folder.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { InternalError, isErrno, TransientError, UserError } from '../../errors.ts'
import type { Log } from '../log.ts'
import { createClient } from '../pool.ts'
import { checkReachable, letThrough, serverAccount, type Account } from './account.ts'
import { findBinaries, type Binaries } from './binaries.ts'
import {
  clusterDir,
  createCluster,
  prepareFolder,
  readAddress,
  writeAddress,
  type Address,
} from './cluster.ts'
import { clearStalePidFile, servingPid } from './pidfile.ts'

export interface EmbeddedServer {
  /** The connection URL of a database on this server. */
  url(database: string): string
  /** True when a server left over by a crashed process was taken over. */
  adopted: boolean
  /** Ends all sessions and the server; resolves when it is gone. */
  stop(): Promise<void>
}

/** `settings`: extra server settings, for example `fsync=off` in tests. */
export interface EmbeddedOptions {
  dataDir: string
  log: Log
  settings?: readonly string[]
}

const READY_MS = 30_000
/** One Baton with its pools and room for psql; small memory, since the database is small; no replication. */
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=60',
  'shared_buffers=64MB',
  'wal_level=minimal',
  'max_wal_senders=0',
  'jit=off',
  'log_min_messages=warning',
]

function urlOf({ port, password }: Address, database: string): string {
  return `postgres://baton:${password}@127.0.0.1:${port}/${database}`
}

/** Whether a server at this address lets us in: the password is the folder's own, so it is ours. */
async function answers(address: Address): Promise<boolean> {
  const client = createClient(urlOf(address, 'postgres'), 'baton probe')
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    // Not there, not ready, or another program's port: all mean no.
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new InternalError('a TCP server has no port')
  return address.port
}

function logTail(dataDir: string): string {
  const file = path.join(dataDir, 'postgres.log')
  return existsSync(file) ? readFileSync(file, 'utf8').slice(-2000).trim() : ''
}

/**
 * Starts the server and waits until it answers. It is a process group of its own: Ctrl-C in a terminal must reach it only
 * through our own graceful stop. Its output goes to postgres.log, so that it can outlive us without a broken pipe.
 */
async function launch(
  options: EmbeddedOptions,
  binaries: Binaries,
  account: Account,
  address: Address,
): Promise<void> {
  const output = openSync(path.join(options.dataDir, 'postgres.log'), 'a')
  const settings = [...SETTINGS, ...(options.settings ?? [])].flatMap((setting) => ['-c', setting])
  const child = spawn(
    binaries.postgres,
    ['-D', clusterDir(options.dataDir), '-p', String(address.port), ...settings],
    {
      ...account,
      detached: true,
      stdio: ['ignore', output, output],
    },
  )
  const end: { cause?: Error } = {}
  child.once('error', (error) => (end.cause = error))
  child.once('exit', (code, signal) => (end.cause ??= new Error(`it ended with ${code ?? signal}`)))
  closeSync(output)
  child.unref()
  for (let waitedMs = 0; end.cause === undefined && waitedMs < READY_MS; waitedMs += 15) {
    if (await answers(address)) return
    await sleep(15)
  }
  child.kill('SIGINT')
  throw new TransientError(`the embedded PostgreSQL did not start\n${logTail(options.dataDir)}`, end)
}

/** Ends the server that serves the cluster and waits for it. SIGINT is PostgreSQL's fast shutdown. */
async function shutDown(dataDir: string): Promise<void> {
  const pid = servingPid(clusterDir(dataDir))
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGINT')
  } catch (error) {
    // It ended by itself: the signal that ends us may have reached it, too.
    if (!isErrno(error, 'ESRCH')) throw error
  }
  for (let waitedMs = 0; servingPid(clusterDir(dataDir)) === pid; waitedMs += 10) {
    if (waitedMs > READY_MS) throw new TransientError(`the embedded PostgreSQL (pid ${pid}) does not end`)
    await sleep(10)
  }
}

/** Waits for a living server of this folder that may still be starting up. */
async function adopt(dataDir: string): Promise<Address | undefined> {
  for (let waitedMs = 0; waitedMs < READY_MS; waitedMs += 50) {
    const address = readAddress(dataDir)
    if (address !== undefined && (await answers(address))) return address
    if (servingPid(clusterDir(dataDir)) === undefined) return undefined
    await sleep(50)
  }
  throw new UserError(
    `a PostgreSQL (pid ${servingPid(clusterDir(dataDir)) ?? '?'}) serves ${dataDir} but does not answer`,
    `stop that process and start again; what it said is in ${path.join(dataDir, 'postgres.log')}`,
  )
}

/**
 * A server on the folder: the one left over by a crash when it is alive, or a new one. Port and password stay in the folder.
 * Raises UserError for a folder that cannot be used, TransientError when the server does not come up.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { dataDir, log } = options
  const make = (address: Address, adopted: boolean): EmbeddedServer => ({
    url: (database) => urlOf(address, database),
    adopted,
    stop: async () => await shutDown(dataDir),
  })
  prepareFolder(dataDir)
  const left = await adopt(dataDir)
  if (left !== undefined) {
    log.info({ port: left.port }, 'took over the embedded PostgreSQL that was left running')
    return make(left, true)
  }
  const binaries = findBinaries()
  const account = serverAccount()
  checkReachable(binaries.postgres, account, 'its programs')
  checkReachable(dataDir, account, 'its data folder')
  letThrough(dataDir, account)
  const password = readAddress(dataDir)?.password ?? randomBytes(24).toString('hex')
  await createCluster(dataDir, binaries, account, password)
  if (clearStalePidFile(clusterDir(dataDir)))
    log.warn({ dataDir }, 'removed a postmaster.pid that no server owns')
  for (let attempt = 1; ; attempt++) {
    // A new port each time: the last one may have been taken by another program since.
    const address = { port: await freePort(), password }
    writeAddress(dataDir, address)
    try {
      await launch(options, binaries, account, address)
      return make(address, false)
    } catch (error) {
      // Another process may have been quicker on this folder: then its server is there to adopt (and to be refused by).
      const other = await adopt(dataDir)
      if (other !== undefined) return make(other, true)
      if (attempt === 3) throw error
      log.warn({ err: error }, 'the embedded PostgreSQL did not start; trying again')
    }
  }
}
