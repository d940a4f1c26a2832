// The periodic look at boards and open tasks: the same path as a webhook, for what no webhook told.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type { SubjectKey } from '../domain/ids.ts'
import { asError } from '../errors.ts'
import type { Schema } from '../store/schema.ts'
import { boardKeys } from '../store/boards.ts'
import { longestUnseen, notePicked } from '../store/tasks.ts'

/**
 * Tasks woken at a time, and how many passes may be waiting when the next are: what people do is not to stand behind thousands, and to
 * find the next job takes the queue longer the more there are.
 */
const PAGE = 200
const POLL_MS = 250
/**
 * Tasks of one owner that are looked at in an hour. A look is a request, and GitHub grants an installation 5,000 an hour at least, which
 * what people do needs as well: https://docs.github.com/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
 */
export const PER_HOUR = 1000
const HOUR_MS = 60 * 60_000

/** The part of an hour's tasks that one of the looks every `everyMs` may take, at least one task. */
export const shareOf = (everyMs: number): number =>
  Math.min(PER_HOUR, Math.ceil((PER_HOUR * everyMs) / HOUR_MS))

export interface ResyncDeps {
  db: Kysely<Schema>
  queue: {
    wake(keys: readonly SubjectKey[]): Promise<void>
    /** Passes that could begin now and have not. */
    waiting(): Promise<number>
  }
  everyMs: number
  log: { info(fields: object, message: string): void; warn(fields: object, message: string): void }
}

/**
 * Wakes every board, and open tasks, of each owner the `perOwner` that nobody has looked at for longest, and of each no more than PER_HOUR within an hour,
 * whichever process does it. Goes on as the queue has room. Returns how many tasks were woken; `signal` ends it early.
 */
export async function resync(
  { db, queue }: Pick<ResyncDeps, 'db' | 'queue'>,
  perOwner: number,
  signal: AbortSignal,
): Promise<number> {
  const boards = await boardKeys(db)
  if (boards.length > 0) await queue.wake(boards)
  const keys = await longestUnseen(db, { perOwner, perHour: PER_HOUR })
  for (let from = 0; from < keys.length; from += PAGE) {
    while ((await queue.waiting()) >= PAGE) {
      await sleep(POLL_MS, undefined, { signal }).catch(() => undefined)
      if (signal.aborted) return from
    }
    if (signal.aborted) return from
    const page = keys.slice(from, from + PAGE)
    await queue.wake(page)
    // Afterwards: to be picked twice costs a request, to be noted and not woken costs hours.
    await notePicked(db, page)
  }
  return keys.length
}

/** Resyncs now, with what an hour may take as nobody knows what was missed, and then every `everyMs`, never twice at once. */
export function startResync(deps: ResyncDeps): { stop(): Promise<void> } {
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  const run = async (perOwner: number): Promise<void> => {
    try {
      const tasks = await resync(deps, perOwner, stopping.signal)
      deps.log.info({ tasks }, 'resync')
    } catch (error) {
      deps.log.warn({ err: asError(error) }, 'resync failed; the next one takes its place')
    }
  }
  const timer = setInterval(() => {
    running = running.then(() => (stopping.signal.aborted ? undefined : run(shareOf(deps.everyMs))))
  }, deps.everyMs)
  running = run(PER_HOUR)
  return {
    async stop() {
      stopping.abort()
      clearInterval(timer)
      await running
    },
  }
}
