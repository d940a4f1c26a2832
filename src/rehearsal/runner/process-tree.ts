// Runs one program with a time limit and ends everything it started.

import { spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { asError } from '../../errors.ts'

export interface ProgramOptions {
  cwd: string
  env: Readonly<Record<string, string>>
  /** Gets both outputs as they come. */
  output: (chunk: string, stream: 'stdout' | 'stderr') => void
  timeoutMs: number
  signal: AbortSignal
}

/** `exitCode` is null when a signal ended it; `ended` says whether the runner ended it, and why. */
export interface ProgramResult {
  exitCode: number | null
  ended: 'timeout' | 'aborted' | undefined
}

/** How long outputs held open by a background child are still read after the program itself is gone. */
const DRAIN_MS = 100

/** Runs a program in a process group of its own and waits for it. Throws when it cannot be started. */
export function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    if (options.signal.aborted) return resolve({ exitCode: null, ended: 'aborted' })
    const child = spawn(file, args, {
      cwd: options.cwd,
      env: { ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    let ended: ProgramResult['ended']
    const end = (why: 'timeout' | 'aborted'): void => {
      ended ??= why
      killGroup(child.pid)
    }
    const aborted = (): void => end('aborted')
    const timer = setTimeout(() => end('timeout'), options.timeoutMs)
    options.signal.addEventListener('abort', aborted, { once: true })

    child.stdout.setEncoding('utf8').on('data', (chunk: string) => options.output(chunk, 'stdout'))
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => options.output(chunk, 'stderr'))
    const finish = (exitCode: number | null): void => {
      clearTimeout(timer)
      options.signal.removeEventListener('abort', aborted)
      resolve({ exitCode, ended })
    }
    child.once('error', (error) => {
      clearTimeout(timer)
      options.signal.removeEventListener('abort', aborted)
      reject(error)
    })
    child.once('exit', (exitCode) => {
      // A background child keeps the pipes open for as long as it lives: the step is over all the same.
      const drain = setTimeout(() => {
        child.stdout.destroy()
        child.stderr.destroy()
      }, DRAIN_MS)
      child.once('close', () => {
        clearTimeout(drain)
        finish(exitCode)
      })
    })
  })
}

/** Ends a process group. One that is already gone is what was wanted. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/**
 * Ends every process that carries `marker` in its environment, wherever it moved itself to; what GitHub's runner does
 * with RUNNER_TRACKING_ID. Linux only: elsewhere the process groups have to do.
 */
export async function killMarked(marker: string): Promise<void> {
  if (process.platform !== 'linux') return
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const marked = await Promise.all(
    pids.map(async (pid) => ((await environmentOf(pid)).includes(marker) ? pid : undefined)),
  )
  for (const pid of marked) {
    if (pid === undefined || pid === process.pid) continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if (!isGone(error)) throw error
    }
  }
}

async function environmentOf(pid: number): Promise<string> {
  try {
    return await readFile(`/proc/${pid}/environ`, 'latin1')
  } catch (error) {
    // Ended in between, or somebody else's: neither is a process of the job.
    if (
      isGone(error) ||
      codeOf(error) === 'EACCES' ||
      codeOf(error) === 'ENOENT' ||
      codeOf(error) === 'EPERM'
    )
      return ''
    throw error
  }
}

const codeOf = (error: unknown): string | undefined => {
  const known = asError(error)
  return 'code' in known && typeof known.code === 'string' ? known.code : undefined
}
const isGone = (error: unknown): boolean => codeOf(error) === 'ESRCH'
