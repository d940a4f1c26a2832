// Lets only one Baton process use an embedded data folder, and names the one that does.

import type pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { asError, UserError } from '../errors.ts'
import { isAlive } from './embedded/pidfile.ts'
import { FOLDER_LOCK } from './locks.ts'
import type { Log } from './log.ts'
import { createClient } from './pool.ts'

export interface FolderLock {
  release(): Promise<void>
}

const NAME = 'baton folder pid='
/** How long the server may take to notice that a killed process is gone. */
const GONE_MS = 5000

/** Tries for the lock. Returns undefined when it was got, else the pid of its holder (NaN when that cannot be told). */
async function tryLock(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1, 0) as got', [
    FOLDER_LOCK,
  ])
  if (rows[0]?.got === true) return undefined
  const holder = await client.query<{ name: string }>(
    `select a.application_name as name from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.classid = $1 and l.granted`,
    [FOLDER_LOCK],
  )
  return Number.parseInt(holder.rows[0]?.name.slice(NAME.length) ?? '', 10)
}

/** Takes the lock, waiting a little for one whose holder is dead. Raises UserError naming a living holder. */
async function take(client: pg.Client, dataDir: string): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += 20) {
    const pid = await tryLock(client)
    if (pid === undefined) return
    if (waitedMs >= GONE_MS || (Number.isInteger(pid) && isAlive(pid))) {
      throw new UserError(
        `the data folder ${dataDir} is in use by another Baton, process ${pid}`,
        'stop that process, give this one a data folder of its own, or set DATABASE_URL to share a PostgreSQL server',
      )
    }
    await sleep(20)
  }
}

/**
 * Takes the lock with a session of its own: it goes when the process goes, however it ends. Raises UserError when another
 * process has it. `onLost` is called when the session breaks while we rely on it.
 */
export async function lockFolder(
  url: string,
  dataDir: string,
  log: Log,
  onLost: (error: Error) => void,
): Promise<FolderLock> {
  const client = createClient(url, `${NAME}${process.pid}`)
  let released = false
  client.on('error', (error) => {
    if (!released) onLost(error)
  })
  await client.connect()
  try {
    await take(client, dataDir)
  } catch (error) {
    released = true
    await client.end()
    throw error
  }
  return {
    release: async () => {
      released = true
      await client
        .end()
        .catch((error: unknown) => log.debug({ err: asError(error) }, 'the folder lock was gone already'))
    },
  }
}
