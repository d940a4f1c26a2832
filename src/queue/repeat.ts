// Runs something again and again, one at a time, with a pause between; it can be asked to run sooner.

import { setTimeout as sleep } from 'node:timers/promises'
import { asError } from '../errors.ts'
import type { Log } from '../store/log.ts'

export interface Repeat {
  /** Runs it once more as soon as the current run ends. */
  soon(): void
  /** Resolves when the run in flight, if any, has ended; there is none after. */
  stop(): Promise<void>
}

/** `run` returns how long to pause in milliseconds, at most `pauseMs`, or undefined for `pauseMs`. Errors are logged. */
export function repeat(
  what: string,
  pauseMs: number,
  log: Log,
  run: () => Promise<number | undefined>,
): Repeat {
  const stopping = new AbortController()
  let asked = Promise.withResolvers<void>()

  async function main(): Promise<void> {
    while (!stopping.signal.aborted) {
      asked = Promise.withResolvers<void>()
      let pause = pauseMs
      try {
        pause = Math.min((await run()) ?? pauseMs, pauseMs)
      } catch (error) {
        if (!stopping.signal.aborted) log.warn({ err: asError(error) }, `${what} failed; trying again`)
      }
      if (stopping.signal.aborted) return
      const timeout = new AbortController()
      await Promise.race([
        asked.promise,
        sleep(pause, undefined, { signal: timeout.signal }).catch(() => undefined),
      ])
      timeout.abort()
    }
  }

  const ended = main()
  return {
    soon: () => asked.resolve(),
    stop: async () => {
      stopping.abort()
      asked.resolve()
      await ended
    },
  }
}
