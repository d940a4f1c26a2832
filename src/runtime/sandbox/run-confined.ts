// Runs bubblewrap once: feeds its texts, collects the output, kills the whole tree when time is up.

import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { InternalError, TransientError } from '../../errors.ts'
import type { ExecResult } from '../tool.ts'
import { HeadTail } from './output.ts'

export interface ConfinedRun {
  /** Absolute path of bubblewrap. */
  program: string
  args: readonly string[]
  texts: readonly string[]
  timeoutMs: number
  signal: AbortSignal
}

/** Bytes of output kept, head and tail together. */
const OUTPUT_BYTES = 30_000

/** Process 1 of a sandbox as the host sees it; the start time tells it from a later one with the same number. */
interface FirstProcess {
  pid: number
  start: string
}

/** `<state> <start time>` of a process (proc(5), fields 3 and 22); undefined when there is none. */
async function identity(pid: number): Promise<{ state: string; start: string } | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { state: fields[0] ?? '', start: fields[19] ?? '' }
}

/**
 * Kills process 1 of a sandbox, and with it everything in its namespace. bubblewrap's own --die-with-parent has a gap: where
 * its outer process is killed before process 1 has asked to die with it, process 1 and the command would live on.
 */
async function killFirst({ pid, start }: FirstProcess): Promise<void> {
  if ((await identity(pid))?.start !== start) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

/**
 * Waits until process 1 of the sandbox is dead. bubblewrap's outer process ends a moment earlier; the kernel lets process 1
 * go only when everything else in its namespace is gone, so a zombie is as good as no process.
 */
async function waitForEnd({ pid, start }: FirstProcess): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 2) {
    const now = await identity(pid)
    if (now === undefined || now.start !== start || now.state === 'Z' || now.state === 'X') return
    await sleep(2)
  }
  throw new InternalError('the processes of a sandbox did not end')
}

/**
 * Resolves when the command and everything it started are gone: bubblewrap is process 1 of their namespace, so its end is
 * theirs. Rejects with TransientError and bubblewrap's words when the sandbox could not be set up.
 */
export function runConfined(run: ConfinedRun): Promise<ExecResult> {
  return new Promise((resolve, reject) => {
    if (run.signal.aborted) {
      resolve({ exitCode: null, output: '', timedOut: false })
      return
    }
    const child = spawn(run.program, ['--info-fd', String(3 + run.texts.length), ...run.args], {
      cwd: '/',
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'pipe', ...run.texts.map(() => 'pipe' as const), 'pipe'],
      detached: true,
    })
    const output = new HeadTail(OUTPUT_BYTES)
    let own = ''
    let timedOut = false
    let killed = false
    const kill = (): void => {
      killed = true
      child.kill('SIGKILL')
    }
    const timer = setTimeout(() => {
      timedOut = true
      kill()
    }, run.timeoutMs)
    run.signal.addEventListener('abort', kill, { once: true })
    const settle = (): void => {
      clearTimeout(timer)
      run.signal.removeEventListener('abort', kill)
    }
    run.texts.forEach((text, index) => {
      const pipe = child.stdio[index + 3]
      if (!(pipe instanceof Writable)) return
      // bubblewrap that failed early does not read; its exit and its words are reported below.
      pipe.on('error', () => pipe.destroy())
      pipe.end(text)
    })
    const info = child.stdio[3 + run.texts.length]
    let told = ''
    let first: Promise<FirstProcess | undefined> = Promise.resolve(undefined)
    let ended = false
    // The outer process is gone, so nothing waits for what is inside any more.
    const endInside = (): void => {
      first.then((found) => (found === undefined ? undefined : killFirst(found))).catch(reject)
    }
    child.on('exit', () => {
      ended = true
      endInside()
    })
    if (info instanceof Readable) {
      info.on('error', () => info.destroy())
      info.on('data', (chunk: Buffer) => {
        told += chunk.toString('utf8')
        const pid = Number(/"child-pid": *(\d+)/.exec(told)?.[1])
        // Read at once, while the process lives: later its number may be another's.
        if (pid > 0)
          first = identity(pid).then((found) =>
            found === undefined ? undefined : { pid, start: found.start },
          )
        if (pid > 0 && ended) endInside()
      })
    }
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => {
      own = (own + chunk.toString('utf8')).slice(0, 4000)
    })
    child.on('error', (cause) => {
      settle()
      reject(new TransientError(`the sandbox could not be started: ${cause.message}`, { cause }))
    })
    child.on('close', (code) => {
      settle()
      const text = output.text()
      if (code !== 0 && !killed && text === '' && own.startsWith('bwrap:')) {
        reject(new TransientError(`the sandbox could not be set up: ${own.trim()}`))
        return
      }
      first
        .then((found) => (found === undefined ? undefined : waitForEnd(found)))
        .then(() => resolve({ exitCode: killed ? null : code, output: text, timedOut }), reject)
    })
  })
}
