// Group commit: while flushes are in flight, everything that arrives joins the next.

import { InternalError } from '../errors.ts'

/** Flushes one group; returns a result per item, in their order. */
export type Flush<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>

/**
 * Returns a function that resolves with the item's result once the group it joined is committed, and rejects with the
 * error of that group's flush. `limit`: items per group at most. `parallel`: flushes in flight at most.
 */
export function groupCommit<Item, Result>(
  flush: Flush<Item, Result>,
  limit: number,
  parallel = 1,
): (item: Item) => Promise<Result> {
  let waiting: { item: Item; done: PromiseWithResolvers<Result> }[] = []
  let flushing = 0

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting.slice(0, limit)
      waiting = waiting.slice(limit)
      try {
        const results = await flush(group.map(({ item }) => item))
        for (const [index, { done }] of group.entries()) {
          const result = results[index]
          if (result === undefined) done.reject(new InternalError('a flush returned too few results'))
          else done.resolve(result)
        }
      } catch (error) {
        for (const { done } of group) done.reject(error)
      }
    }
    flushing--
  }

  return async (item) => {
    const done = Promise.withResolvers<Result>()
    waiting.push({ item, done })
    // The first group waits for the end of the turn, so that requests read in the same turn share it.
    if (flushing < parallel) {
      flushing++
      setImmediate(() => void run())
    }
    return await done.promise
  }
}
