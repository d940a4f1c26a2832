// The periodic look at every open task and every board: the same path as a webhook, for what no webhook told.

import type { Kysely } from 'kysely'
import type { SubjectKey } from '../domain/ids.ts'
import { asError } from '../errors.ts'
import type { Schema } from '../store/schema.ts'
import { boardKeys } from '../store/boards.ts'
import { openTasks } from '../store/tasks.ts'

/** Tasks woken at a time: the queue coalesces, so a page is one transaction. */
const PAGE = 500

export interface ResyncDeps {
  db: Kysely<Schema>
  queue: { wake(keys: readonly SubjectKey[]): Promise<void> }
  everyMs: number
  log: { info(fields: object, message: string): void; warn(fields: object, message: string): void }
}

/** Wakes every open task once, page by page, and every repository that has a board. Returns how many tasks. */
export async function resync({ db, queue }: Pick<ResyncDeps, 'db' | 'queue'>): Promise<number> {
  let woken = 0
  let after = ''
  for (;;) {
    const page = await openTasks(db, after, PAGE)
    const last = page.at(-1)
    if (last === undefined) break
    await queue.wake(page)
    woken += page.length
    after = last
  }
  await queue.wake(await boardKeys(db))
  return woken
}

/** Resyncs now and then every `everyMs`, never twice at once. */
export function startResync(deps: ResyncDeps): { stop(): Promise<void> } {
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  const run = async (): Promise<void> => {
    try {
      const tasks = await resync(deps)
      deps.log.info({ tasks }, 'resync')
    } catch (error) {
      deps.log.warn({ err: asError(error) }, 'resync failed; the next one takes its place')
    }
  }
  const timer = setInterval(() => {
    running = running.then(() => (stopped ? undefined : run()))
  }, deps.everyMs)
  running = run()
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}
