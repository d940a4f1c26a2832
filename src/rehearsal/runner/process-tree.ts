// Runs one program with a time limit and ends everything it started.

import { spawn } from 'node:child_process'
import { InternalError } from '../../errors.ts'
import { endingOf } from '../../measure/ending.ts'
import { killLeftovers, killTree } from '../../measure/processes.ts'

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

function must(problem: string | undefined): void {
  if (problem !== undefined) throw new InternalError(`a step of a workflow: ${problem}`)
}

/** Runs a program in a process group of its own and waits for it. Throws when it cannot be started. */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramResult> {
  if (options.signal.aborted) return { exitCode: null, ended: 'aborted' }
  const child = spawn(file, args, {
    cwd: options.cwd,
    env: { ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let ended: ProgramResult['ended']
  const end = (why: 'timeout' | 'aborted'): void => {
    ended ??= why
    must(killTree(child.pid))
  }
  const aborted = (): void => end('aborted')
  const timer = setTimeout(() => end('timeout'), options.timeoutMs)
  options.signal.addEventListener('abort', aborted, { once: true })
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => options.output(chunk, 'stdout'))
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => options.output(chunk, 'stderr'))
  try {
    // A background child keeps the pipes open for as long as it lives: the step is over all the same.
    const { code } = await endingOf(child)
    return { exitCode: code, ended }
  } finally {
    clearTimeout(timer)
    options.signal.removeEventListener('abort', aborted)
  }
}

/**
 * Ends every process that carries `marker` (`NAME=value`) in its environment, wherever it moved itself to; what GitHub's runner does
 * with RUNNER_TRACKING_ID. Linux only: elsewhere the process groups have to do.
 */
export const killMarked = async (marker: string): Promise<void> => must(await killLeftovers(marker))
