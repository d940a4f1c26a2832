// Runs the command line as people do: as a process of its own, in a temporary folder that shows what it leaves behind.

import { spawn } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { descendants } from '../../src/rehearsal/end-on-exit.ts'

export const ROOT = join(import.meta.dirname, '..', '..')
const CLI = join(ROOT, 'src', 'cli.ts')

/** Everything started here that has not ended. */
const open = new Set<Running>()

/** A folder of its own. PostgreSQL's account passes through it where the tests run as root. `remove` ends what still runs. */
export function scratch(): { dir: string; remove(): Promise<void> } {
  const dir = mkdtempSync(join(tmpdir(), 'baton-cli-'))
  chmodSync(dir, 0o755)
  const remove = async (): Promise<void> => {
    // Only a failed test leaves one: it stops as it would for a person.
    for (const running of open) {
      running.kill('SIGINT')
      await running.ended
    }
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
  }
  return { dir, remove }
}

/** What a child inherits: enough to find programs and to load fast, and nothing that configures Baton. */
function inherited(): Record<string, string> {
  const names = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'USER', 'LD_LIBRARY_PATH', 'NODE_COMPILE_CACHE']
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  )
}

export interface Ended {
  exitCode: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface Running {
  pid: number
  /** Its temporary folder: what is in it afterwards was left behind. */
  temp: string
  readonly stdout: string
  readonly stderr: string
  /** Waits until stdout and stderr together show this. */
  shows(text: string | RegExp): Promise<void>
  /** Sends a signal to the process, or with `group` to all that a terminal's Ctrl-C would reach. */
  kill(signal: NodeJS.Signals, group?: 'group'): void
  ended: Promise<Ended>
  /** Stops reading stdout, as `| head` does. */
  closeOutput(): void
  /** Processes below it that are alive now. */
  children(): number[]
}

export interface BatonOptions {
  dir: string
  env?: Record<string, string>
  cwd?: string
  /** Runs this file instead of the command line. */
  file?: string
}

const shown = (text: string, wanted: string | RegExp): boolean =>
  typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)

/** Starts `baton <args>`. `dir` is a scratch folder; the child's temporary folder lies in it. */
export function start(args: readonly string[], options: BatonOptions): Running {
  const temp = join(options.dir, 'tmp')
  mkdirSync(temp, { recursive: true, mode: 0o755 })
  const child = spawn(process.execPath, [options.file ?? CLI, ...args], {
    cwd: options.cwd ?? ROOT,
    env: { ...inherited(), TMPDIR: temp, NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const { pid } = child
  if (pid === undefined) throw new Error('the child did not start')
  let stdout = ''
  let stderr = ''
  let over = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, signal) => {
      over = true
      open.delete(running)
      resolve({ exitCode, signal, stdout, stderr })
    })
  })
  const running: Running = {
    pid,
    temp,
    get stdout() {
      return stdout
    },
    get stderr() {
      return stderr
    },
    async shows(wanted) {
      while (!shown(stdout + stderr, wanted)) {
        if (over) throw new Error(`it ended without showing ${String(wanted)}:\n${stdout}\n${stderr}`)
        await sleep(10)
      }
    },
    kill: (signal, group) => process.kill(group === undefined ? pid : -pid, signal),
    ended,
    closeOutput: () => child.stdout.destroy(),
    children: () => descendants(pid).map((one) => one.pid),
  }
  open.add(running)
  return running
}

/** Runs `baton <args>` to its end. */
export async function baton(
  args: readonly string[],
  options: BatonOptions,
): Promise<Ended & { left: string[] }> {
  const running = start(args, options)
  return { ...(await running.ended), left: readdirSync(running.temp) }
}

/** Those of the processes that are alive; one that ended and waits for its parent is not. */
export function alive(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    try {
      return !/^\d+ \(.*\) Z /s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    } catch {
      return false
    }
  })
}

/** Waits until none of the processes is alive; one that was killed takes a moment to be gone. A leak fails by the test's time limit. */
export async function gone(pids: readonly number[]): Promise<void> {
  while (alive(pids).length > 0) await sleep(10)
}
