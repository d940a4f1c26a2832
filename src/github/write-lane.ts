// One write at a time per installation, spaced: GitHub asks for at least a second between content-creating requests.

import { setTimeout as sleep } from 'node:timers/promises'

export interface LaneClock {
  /** Milliseconds that only ever grow. */
  now(): number
  sleep(ms: number): Promise<unknown>
}

const realClock: LaneClock = { now: () => performance.now(), sleep: (ms) => sleep(ms) }

export type WriteLane = <T>(work: () => Promise<T>) => Promise<T>

/** Runs each piece of work after the one before it, `spacingMs` after its start at the earliest. A failure does not stop the lane. */
export function createWriteLane(spacingMs: number, clock: LaneClock = realClock): WriteLane {
  let tail: Promise<unknown> = Promise.resolve()
  let last = Number.NEGATIVE_INFINITY
  return (work) => {
    const turn = tail.then(async () => {
      const pause = last + spacingMs - clock.now()
      if (pause > 0) await clock.sleep(pause)
      last = clock.now()
      return work()
    })
    tail = turn.catch(() => undefined)
    return turn
  }
}
