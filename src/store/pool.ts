// The connection pool: types, and errors told apart by whether waiting can help.

import { Client, Pool, TypeOverrides } from 'pg'
import { TransientError } from '../errors.ts'
import type { Log } from './log.ts'

const INT8 = 20

/** bigint columns hold GitHub ids, counters and fences, all far below 2^53. */
const types = new TypeOverrides()
types.setTypeParser(INT8, Number)

/** A session of its own, outside the pool: for LISTEN and for locks that live as long as the process. */
export function createClient(url: string, name: string): Client {
  return new Client({
    connectionString: url,
    application_name: name,
    types,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
  })
}

/**
 * `max` connections at most, each with the server settings given, such as `work_mem=8MB`. A connection that the server drops
 * while idle is logged and replaced on next use.
 */
export function createPool(url: string, max: number, log: Log, settings: readonly string[] = []): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: `baton pid=${process.pid}`,
    max,
    options: settings.map((setting) => `-c ${setting}`).join(' '),
    types,
    keepAlive: true,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 60_000,
  })
  pool.on('error', (error) => log.warn({ err: error }, 'an idle database connection was lost'))
  return pool
}

/** SQLSTATE classes that say the server or the moment is at fault: connection, resources, operator intervention, rollback. */
const TRANSIENT_CLASSES = new Set(['08', '53', '57', '40', '55'])

/** True for errors of the driver or the server that go away by themselves: refused or dropped connections, restarts, deadlocks. */
export function isTransientDatabaseError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  if (code !== undefined && /^E[A-Z_]+$/.test(code)) return true
  if (code !== undefined && code.length === 5) return TRANSIENT_CLASSES.has(code.slice(0, 2))
  return /connection terminated|timeout exceeded when trying to connect|connection timeout|connection ended|not queryable/i.test(
    error.message,
  )
}

/** Rethrows a database error as TransientError where waiting can help, or as it is. */
export function rethrowDatabaseError(error: unknown): never {
  if (isTransientDatabaseError(error))
    throw new TransientError('the database is not reachable', { cause: error })
  throw error
}
