// The connections of drain and workers: apart from those of the answer path, and not waiting for the disk.

import { Kysely, PostgresDialect } from 'kysely'
import type { Log } from '../store/log.ts'
import { createPool } from '../store/pool.ts'
import type { Schema } from '../store/schema.ts'

const MAX_CONNECTIONS = 8

/**
 * A database handle whose commits return before they are on disk. Good for moving jobs only: when the server (not we) crashes,
 * the last moves are undone, each as a whole and none before another that it builds on, so drained deliveries are stored
 * ones again and ended passes run again. What must not be undone (deliveries, intents, receipts, journals, outcomes) is
 * written through the store's own handle.
 */
export function openBackground(url: string, log: Log): Kysely<Schema> {
  const pool = createPool(url, MAX_CONNECTIONS, log, ['synchronous_commit=off'])
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) })
}
