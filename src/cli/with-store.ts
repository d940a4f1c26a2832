// Opens the store that `baton start` uses, for a command that looks into it or mends it.

import { existsSync } from 'node:fs'
import { UserError } from '../errors.ts'
import type { Queue } from '../queue/queue.ts'
import type { Store } from '../store/open.ts'

/**
 * Calls `work` with the store and queue of the data folder or DATABASE_URL, and closes both. Raises UserError where there is no
 * data folder, or where a running Baton holds the embedded store.
 */
export async function withStore<T>(work: (open: { store: Store; queue: Queue }) => Promise<T>): Promise<T> {
  if (existsSync('.env')) process.loadEnvFile('.env')
  // Loaded only now: --help needs none of it.
  const { readStorage } = await import('../config.ts')
  const { createLog } = await import('../log.ts')
  const { openStore } = await import('../store/open.ts')
  const { createQueue } = await import('../queue/queue.ts')
  const storage = readStorage(process.env)
  if (storage.databaseUrl === undefined && !existsSync(storage.dataDir)) {
    throw new UserError(
      `there is no data folder ${storage.dataDir}`,
      'run this where `baton start` runs, or set BATON_DATA_DIR or DATABASE_URL as it has them',
    )
  }
  const log = createLog('warn')
  const store = await openStore({ ...storage, log })
  try {
    const queue = await createQueue({ store, log })
    try {
      return await work({ store, queue })
    } finally {
      await queue.stop()
    }
  } finally {
    await store.close()
  }
}
