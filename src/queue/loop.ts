// A fetch loop: claims as many jobs as there are free slots, woken by notifications, with polling as the floor.
//
// pg-boss's own work() is not used: with a batch of one it drains a backlog at its polling interval.

import { setTimeout as sleep } from 'node:timers/promises'
import { asError } from '../errors.ts'
import type { Log } from '../store/log.ts'

export interface LoopOptions<Job> {
  name: string
  /** Jobs at once. */
  slots: number
  /** Milliseconds between polls when nothing wakes the loop. */
  pollMs: number
  claim: (limit: number) => Promise<readonly Job[]>
  /** Never rejects: it settles the job, whatever happened. */
  run: (job: Job) => Promise<void>
  log: Log
}

export interface Loop {
  wake(): void
  /** Wakes the loop in so many milliseconds: for a job known to become due. */
  wakeIn(delayMs: number): void
  /** Claims nothing more; resolves when no claim is in flight. Jobs at work go on. */
  stop(): Promise<void>
  /** Resolves when every job that was claimed has ended. */
  drained(): Promise<void>
  /** The number of jobs at work. */
  active(): number
}

/** After a failed claim (the database is away), in milliseconds. */
const ERROR_PAUSE_MS = 500

/** Starts the loop. */
export function startLoop<Job>(options: LoopOptions<Job>): Loop {
  const { name, slots, pollMs, claim, run, log } = options
  const stopping = new AbortController()
  const running = new Set<Promise<void>>()
  const timers = new Set<NodeJS.Timeout>()
  let woken = Promise.withResolvers<void>()
  let more = false

  const wake = (): void => woken.resolve()

  function start(job: Job): void {
    const work: Promise<void> = run(job).finally(() => {
      running.delete(work)
      if (more) wake()
    })
    running.add(work)
  }

  async function rest(): Promise<void> {
    const timeout = new AbortController()
    await Promise.race([
      woken.promise,
      sleep(pollMs, undefined, { signal: timeout.signal }).catch(() => undefined),
    ])
    timeout.abort()
    woken = Promise.withResolvers<void>()
  }

  async function main(): Promise<void> {
    while (!stopping.signal.aborted) {
      const free = slots - running.size
      // Wake-ups that come during the claim are kept for the next turn.
      woken = Promise.withResolvers<void>()
      try {
        const jobs = free > 0 ? await claim(free) : []
        for (const job of jobs) start(job)
        more = free <= 0 || jobs.length === free
        if (more && running.size < slots) continue
      } catch (error) {
        log.warn({ err: asError(error), queue: name }, 'jobs could not be claimed; trying again')
        await sleep(ERROR_PAUSE_MS)
        continue
      }
      if (!stopping.signal.aborted) await rest()
    }
  }

  const ended = main()
  return {
    wake,
    wakeIn: (delayMs) => {
      const timer = setTimeout(() => {
        timers.delete(timer)
        wake()
      }, delayMs)
      timer.unref()
      timers.add(timer)
    },
    stop: async () => {
      stopping.abort()
      for (const timer of timers) clearTimeout(timer)
      wake()
      await ended
    },
    drained: async () => {
      while (running.size > 0) await Promise.all(running)
    },
    active: () => running.size,
  }
}
