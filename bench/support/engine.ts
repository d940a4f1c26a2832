// The engine as the benches run it: an embedded PostgreSQL with its durable settings in a folder that is removed afterwards.

import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Log } from '../../src/store/log.ts'
import { openStore, type Store } from '../../src/store/open.ts'

export interface BenchResult {
  name: string
  rows: { what: string; value: number; unit: string }[]
}

export const SECRET = 'bench'

/** Only errors are shown: printing is not what is measured. */
export const quiet: Log = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: (fields, text) => console.error(text, fields),
}

export async function withStore<T>(body: (store: Store) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'baton-bench-'))
  const store = await openStore({ dataDir, log: quiet })
  try {
    return await body(store)
  } finally {
    await store.close()
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

export async function withServer<T>(
  listener: RequestListener,
  body: (port: number) => Promise<T>,
): Promise<T> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  try {
    return await body(address.port)
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
}

export const round = (value: number, digits = 1): number => Number(value.toFixed(digits))
