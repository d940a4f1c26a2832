// Keeps the forge's picture of a run up to date: one update at a time, in order, the last one for certain.

import { setTimeout as pause } from 'node:timers/promises'
import { TransientError } from '../../errors.ts'
import type { RunnerWire, RunUpdate } from './wire.ts'

/** Pauses before the tries of the final update; the forge may just be busy. */
const RETRY_MS = [0, 50, 200, 1000] as const
const LIVE_EVERY_MS = 1000

export interface Reporter {
  /** Sends the state now. A forge that does not answer is no reason to stop the job: the next update carries everything. */
  push(change: RunUpdate): Promise<void>
  /** Sends the end of the run, several times if need be. Throws the TransientError of the last try. */
  finish(change: RunUpdate): Promise<void>
  stop(): void
}

/**
 * Starts reporting. `current` is asked once a second for the state to show while a step runs; `onGone` is called when
 * the forge says that the run is over.
 */
export function createReporter(options: {
  wire: RunnerWire
  runId: number
  current: () => RunUpdate
  onGone: () => void
  log: (line: string) => void
}): Reporter {
  let queue: Promise<void> = Promise.resolve()

  const once = async (change: RunUpdate): Promise<void> => {
    if (!(await options.wire.update(options.runId, change))) options.onGone()
  }
  const push = (change: RunUpdate): Promise<void> => {
    const sent = queue.then(async () => {
      try {
        await once(change)
      } catch (error) {
        if (!(error instanceof TransientError)) throw error
        options.log(`run ${options.runId}: an update was not delivered: ${error.message}`)
      }
    })
    // Whoever pushed hears of the failure; the updates after it are tried all the same.
    queue = sent.then(
      () => undefined,
      () => undefined,
    )
    return sent
  }
  const timer = setInterval(() => {
    push(options.current()).catch(options.onGone)
  }, LIVE_EVERY_MS)

  const stop = (): void => clearInterval(timer)
  const finish = async (change: RunUpdate): Promise<void> => {
    stop()
    await queue
    for (const [attempt, wait] of RETRY_MS.entries()) {
      if (wait > 0) await pause(wait)
      try {
        return await once(change)
      } catch (error) {
        if (!(error instanceof TransientError) || attempt === RETRY_MS.length - 1) throw error
      }
    }
  }
  return { push, finish, stop }
}
