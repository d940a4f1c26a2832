// Opens the store: a PostgreSQL server by its URL, or the embedded one in the data folder.

import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { asError, UserError } from '../errors.ts'
import { startEmbedded, type EmbeddedServer } from './embedded/server.ts'
import { lockFolder, type FolderLock } from './folder-lock.ts'
import { listen, type Listener } from './listen.ts'
import type { Log } from './log.ts'
import { migrate } from './migrate.ts'
import { createPool } from './pool.ts'
import type { Schema } from './schema.ts'

export interface StoreOptions {
  /** A PostgreSQL server, for example postgres://baton:secret@db/baton. Without it one is started in the data folder. */
  databaseUrl?: string | undefined
  /** Absolute path. Only used without databaseUrl. */
  dataDir: string
  log: Log
  /** Connections at most, beside those that hold locks and listen. */
  maxConnections?: number
  /** Settings for the embedded server, for example `fsync=off` in tests. */
  embeddedSettings?: readonly string[]
}

export interface Store {
  db: Kysely<Schema>
  pool: pg.Pool
  /** Holds the password: never to be logged. */
  url: string
  embedded: boolean
  /** See listen(): `undefined` is passed after each reconnect. */
  listen(channel: string, onMessage: (payload: string | undefined) => void): Promise<Listener>
  /** Closes the connections and ends the embedded server when there is one. */
  close(): Promise<void>
}

/** Connects and migrates. Raises UserError when the database cannot be reached or is newer than this version. */
async function connect(url: string, options: StoreOptions): Promise<{ pool: pg.Pool; db: Kysely<Schema> }> {
  const pool = createPool(url, options.maxConnections ?? 12, options.log)
  try {
    await pool.query('select 1')
    const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
    const applied = await migrate(db)
    if (applied.length > 0) options.log.info({ applied }, 'migrated the database')
    return { pool, db }
  } catch (error) {
    await pool.end()
    if (error instanceof UserError) throw error
    throw new UserError(
      `the database cannot be used: ${asError(error).message}`,
      'check DATABASE_URL and that the account may create tables, for example postgres://baton:secret@db/baton',
      { cause: error },
    )
  }
}

/**
 * Opens the store and brings its tables up to date. Raises UserError for an unusable folder, a folder in use by another
 * process, or a database that cannot be reached.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { log } = options
  let server: EmbeddedServer | undefined
  let lock: FolderLock | undefined
  let url = options.databaseUrl
  if (url === undefined) {
    server = await startEmbedded({ dataDir: options.dataDir, log, settings: options.embeddedSettings ?? [] })
    url = server.url('postgres')
    const onLost = (error: Error): void => log.error({ err: error }, 'the lock on the data folder was lost')
    // A refusal leaves the server alone: it belongs to the process that holds the lock.
    lock = await lockFolder(url, options.dataDir, log, onLost)
  }
  const stopServer = async (): Promise<void> => {
    await lock?.release()
    await server?.stop()
  }
  let connected: { pool: pg.Pool; db: Kysely<Schema> }
  try {
    connected = await connect(url, options)
  } catch (error) {
    await stopServer()
    throw error
  }
  const { pool, db } = connected
  const databaseUrl = url
  return {
    db,
    pool,
    url: databaseUrl,
    embedded: server !== undefined,
    listen: async (channel, onMessage) => await listen(databaseUrl, channel, onMessage, log),
    close: async () => {
      await db.destroy()
      await stopServer()
    },
  }
}
