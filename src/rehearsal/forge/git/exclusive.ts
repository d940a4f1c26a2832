// A mutex per repository, so that reading refs, deciding and moving them happen as one step.

import { AsyncLocalStorage } from 'node:async_hooks'
import { InternalError } from '../../../errors.ts'

export class Exclusive {
  private readonly tails = new Map<string, Promise<unknown>>()
  private readonly held = new AsyncLocalStorage<ReadonlySet<string>>()

  /** Runs `work` after everything queued earlier for `key`; its failure does not hold up what comes later. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const held = this.held.getStore()
    if (held?.has(key) === true) throw new InternalError(`the lock on ${key} is already held by this caller`)
    const start = (): Promise<T> => this.held.run(new Set([...(held ?? []), key]), work)
    const previous = this.tails.get(key) ?? Promise.resolve()
    const mine = previous.then(start, start)
    this.tails.set(key, mine)
    return mine
  }
}
