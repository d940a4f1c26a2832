// Ctrl-C at any moment of a rehearsal: it stops, says so, and leaves neither processes nor files.

import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { makeOwnRepository, type ScriptChange } from './own-repository.ts'
import { alive, gone, scratch, start, type Running } from './support.ts'

const { dir, remove } = scratch()
afterAll(remove)

/** Longer than this test may take: only being ended ends it. */
const LONG = 'sleep 611'

const runs = (pid: number, command: string): boolean => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim().endsWith(command)
  } catch {
    return false
  }
}

async function busyWith(running: Running, command: string): Promise<void> {
  while (!running.children().some((pid) => runs(pid, command))) {
    if (alive([running.pid]).length === 0) throw new Error(`it ended:\n${running.stdout}\n${running.stderr}`)
    await sleep(20)
  }
}

interface Moment {
  change: ScriptChange
  reached: (running: Running) => Promise<void>
  stop: (running: Running) => void
  exitCode: number
}

/** Twice, as it arrives through `npm run`: from the terminal, and passed on by npm. */
function ctrlC(running: Running): void {
  running.kill('SIGINT', 'group')
  running.kill('SIGINT')
}

async function clusterIsMade(running: Running): Promise<void> {
  while (!readdirSync(running.temp, { recursive: true }).some((name) => String(name).endsWith('/postgres')))
    await sleep(5)
}

const moments: Record<string, Moment> = {
  'while it starts, as its reader goes away': {
    change: {},
    reached: (running) => running.shows('Everything else is real'),
    stop: (running) => running.closeOutput(),
    exitCode: 141,
  },
  'while the database is made': { change: {}, reached: clusterIsMade, stop: ctrlC, exitCode: 130 },
  'while an agent runs a command': {
    change: { command: LONG },
    reached: (running) => busyWith(running, LONG),
    stop: ctrlC,
    exitCode: 130,
  },
  'while a workflow runs, by SIGTERM': {
    change: { test: LONG },
    reached: (running) => busyWith(running, LONG),
    stop: (running) => running.kill('SIGTERM'),
    exitCode: 143,
  },
}

describe.sequential('stopped', () => {
  it.each(Object.entries(moments))('%s', async (name, { change, reached, stop, exitCode }) => {
    const own = join(dir, name.replaceAll(/\W+/g, '-'))
    mkdirSync(own, { mode: 0o755 })
    const { repo, issue, script } = makeOwnRepository(own, change)
    const running = start(['rehearse', '--repo', repo, '--issue', issue, '--script', script], { dir: own })
    await reached(running)
    const children = running.children()
    stop(running)
    const ended = await running.ended
    expect(ended).toMatchObject({ exitCode, stderr: 'baton: stopped\n' })
    expect(ended.stdout).not.toContain('✔')
    await gone(children)
    expect(readdirSync(running.temp)).toEqual([])
  })

  it('a second time, later: ends what would not stop, and removes its files', async () => {
    const running = start([], { dir, file: join(import.meta.dirname, 'stubborn-child.ts') })
    await running.shows('ready')
    const folder = running.stdout.split('\n')[0] ?? ''
    const children = running.children()
    expect(existsSync(folder)).toBe(true)
    expect(children).toHaveLength(1)
    running.kill('SIGINT')
    await running.shows('asked to stop')
    await sleep(1100)
    running.kill('SIGINT')
    expect(await running.ended).toMatchObject({ exitCode: 130 })
    await gone(children)
    expect(existsSync(folder)).toBe(false)
  })
})
