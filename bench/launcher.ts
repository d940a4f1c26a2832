// What starting a process costs a Baton that has some memory in use: from itself, and through the launching process.
// `node bench/launcher.ts`. Blocked is the time in which nothing else happens here: no webhook is answered.

import { spawn } from 'node:child_process'
import { launch } from '../src/launcher/launcher.ts'
import type { BenchResult } from './support/engine.ts'
import { percentile } from './support/load.ts'

/** About what a Baton at work has. */
const MEGABYTES = 300
const STARTS = 200

const held = Array.from({ length: MEGABYTES }, () => Buffer.alloc(1 << 20, 1))
const ORDER = {
  file: 'true',
  args: [],
  cwd: '/',
  env: { PATH: process.env['PATH'] ?? '' },
  timeoutMs: 60_000,
  maxBytes: 1,
}

const direct = (): Promise<unknown> =>
  new Promise((resolve, reject) => {
    spawn('true', { stdio: ['pipe', 'pipe', 'pipe'], detached: true })
      .on('error', reject)
      .on('close', resolve)
  })

/** Medians over all starts, in ms: until the call came back, and until the process had ended. */
async function times(start: () => Promise<unknown>): Promise<{ blocked: number; whole: number }> {
  const blocked: number[] = []
  const whole: number[] = []
  for (let i = 0; i < STARTS; i += 1) {
    const from = performance.now()
    const ended = start()
    blocked.push(performance.now() - from)
    await ended
    whole.push(performance.now() - from)
  }
  return { blocked: percentile(blocked, 0.5), whole: percentile(whole, 0.5) }
}

export async function run(): Promise<BenchResult> {
  await launch(ORDER)
  const own = await times(direct)
  const through = await times(async () => await launch(ORDER))
  const row = (what: string, value: number, unit = 'ms') => ({ what, value, unit })
  return {
    name: 'launcher',
    rows: [
      row('memory in use', held.length, 'MB'),
      row('started from here, blocked', own.blocked),
      row('started from here, until it ended', own.whole),
      row('through the launcher, blocked', through.blocked),
      row('through the launcher, until it ended', through.whole),
      row('blocked through the launcher / from here', (100 * through.blocked) / own.blocked, '%'),
    ],
  }
}

if (import.meta.main) console.table((await run()).rows)
