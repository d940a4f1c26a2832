// A worker's sign of life: a session that holds an advisory lock. However the process ends, the server drops the lock, and the
// others may take its jobs at once instead of waiting for heartbeats to run out.

import { hostname } from 'node:os'
import { sql, type Kysely } from 'kysely'
import { InternalError, asError } from '../errors.ts'
import { WORKER_LOCK } from '../store/locks.ts'
import type { Log } from '../store/log.ts'
import type { Store } from '../store/open.ts'
import { createClient } from '../store/pool.ts'
import type { Schema } from '../store/schema.ts'

export interface Worker {
  id: number
  /** The owner name in leases. */
  owner: string
  /** Proves that the session still answers; rejects when it does not. */
  check(): Promise<void>
  /** Drops the lock and the row. */
  close(): Promise<void>
}

export const ownerName = (id: number): string => `worker:${id}`

/** How long the session may take to answer before it counts as lost, in milliseconds. */
const ANSWER_MS = 5000

/**
 * Registers this process as a worker. `onLost` is called once when the session breaks: others may then take this worker's
 * jobs, so it must stop them.
 */
export async function registerWorker(
  store: Store,
  log: Log,
  onLost: (error: Error) => void,
): Promise<Worker> {
  const client = createClient(store.url, `baton worker pid=${process.pid}`)
  let closing = false
  let lost = false
  const lose = (error: Error): void => {
    if (closing || lost) return
    lost = true
    onLost(error)
  }
  client.on('error', lose)
  client.on('end', () => lose(new Error('the worker session ended')))
  await client.connect()
  // The lock is held before the row can be seen: nobody finds a row of a living worker without its lock.
  await client.query('begin')
  const { rows } = await client.query<{ id: number }>(
    'insert into worker (host, pid) values ($1, $2) returning id',
    [hostname(), process.pid],
  )
  const id = rows[0]?.id
  if (id === undefined) throw new InternalError('the worker table did not give an id')
  await client.query('select pg_advisory_lock($1, $2)', [WORKER_LOCK, id])
  await client.query('commit')

  return {
    id,
    owner: ownerName(id),
    check: async () => {
      const late = Promise.withResolvers<never>()
      const timer = setTimeout(() => late.reject(new Error('the worker session does not answer')), ANSWER_MS)
      try {
        await Promise.race([client.query('select 1'), late.promise])
      } catch (error) {
        lose(asError(error))
        throw error
      } finally {
        clearTimeout(timer)
      }
    },
    close: async () => {
      closing = true
      try {
        if (!lost) await client.query('delete from worker where id = $1', [id])
        await client.end()
      } catch (error) {
        log.debug({ err: asError(error) }, 'the worker session was gone already')
      }
    },
  }
}

/** Takes one worker whose lock is gone off the list, in the transaction, and returns its id; undefined when all are alive. */
export async function takeDeadWorker(trx: Kysely<Schema>): Promise<number | undefined> {
  const { rows } = await sql<{ id: number }>`
    delete from worker where id = (
      select w.id from worker w
      where not exists (
        select from pg_locks l
        where l.locktype = 'advisory' and l.classid = ${WORKER_LOCK}::bigint::oid and l.objid = w.id::oid and l.objsubid = 2
          and l.database = (select oid from pg_database where datname = current_database())
      )
      order by w.id limit 1 for update of w skip locked
    ) returning id`.execute(trx)
  return rows[0]?.id
}
