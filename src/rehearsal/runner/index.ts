// A small GitHub Actions runner for the embedded GitHub: claims jobs of one repository's workflow runs and executes them for real.

import { setTimeout as pause } from 'node:timers/promises'
import { asError, TransientError } from '../../errors.ts'
import { STAND_IN_LABELS } from './labels.ts'
import { executeRun } from './run.ts'
import { createWire } from './wire.ts'

export interface RunnerOptions {
  forgeUrl: string
  /** The runner's own token; the token of a run comes with the run. */
  token: string
  owner: string
  repo: string
  /** Checkouts live below it while a run lasts. */
  workDir: string
  /** What this machine may serve, for example `self-hosted`, `linux`. Runs for GitHub's `ubuntu-latest` are served too, as a stand-in. */
  labels: readonly string[]
  name: string
  log: (line: string) => void
}

export interface Runner {
  /** Ends the current job with all its processes, reports it cancelled, and stops asking for runs. */
  stop(): Promise<void>
  /** Jobs executed to their end, whatever their conclusion. */
  readonly completed: number
}

const IDLE_MS = { least: 50, most: 200 } as const
const DOWN_MS = 1000
const CLAIM_GRACE_MS = 500

/** Starts a runner that executes one job at a time. It survives a forge that is down and asks again. */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  const wire = createWire(options)
  const stopping = new AbortController()
  // A claim that is under way may have been granted: it gets a moment, so that its run is reported and not lost.
  const claiming = new AbortController()
  const offered = [...options.labels, ...STAND_IN_LABELS]
  let completed = 0

  const rest = async (ms: number): Promise<void> => {
    // An abort ends the pause early; the loop's condition then ends the loop.
    await pause(ms, undefined, { signal: stopping.signal }).catch(() => undefined)
  }
  const turn = async (idleMs: number): Promise<number> => {
    const claim = await wire.claim(offered, options.name, claiming.signal)
    if (!claim) {
      await rest(idleMs)
      return Math.min(idleMs * 2, IDLE_MS.most)
    }
    if (await executeRun(options, wire, claim, stopping.signal)) completed += 1
    else await rest(IDLE_MS.most)
    return IDLE_MS.least
  }
  const loop = async (): Promise<void> => {
    let idleMs: number = IDLE_MS.least
    while (!stopping.signal.aborted) {
      try {
        idleMs = await turn(idleMs)
      } catch (error) {
        if (stopping.signal.aborted) return
        options.log(`runner ${options.name}: ${asError(error).message}`)
        await rest(error instanceof TransientError ? IDLE_MS.most : DOWN_MS)
      }
    }
  }
  const running = loop()
  return {
    stop: async () => {
      stopping.abort()
      const cut = setTimeout(() => claiming.abort(), CLAIM_GRACE_MS)
      await running
      clearTimeout(cut)
    },
    get completed() {
      return completed
    },
  }
}
