// Runs one command in bash with a time limit, keeps the end of its output and, on request, its report.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import os from 'node:os'
import { endingOf } from './ending.ts'
import { commandEnvironment, MARKER } from './environment.ts'
import { killLeftovers, killTree } from './processes.ts'
import { createTail, type Tail } from './tail.ts'

/** Bytes of one run that go into the job's log; the rest is read and dropped. */
const MOST_SHOWN = 4 * 1024 * 1024
const NEWLINE = 10

export interface CommandOptions {
  /** Path of the bash to use. */
  bash: string
  run: string
  directory: string
  timeoutMs: number
  /** Bytes of standard output to hand back as the report; 0 when nobody reads it. */
  reportBytes: number
  env: NodeJS.ProcessEnv
}

export interface CommandRun {
  /** 127 when it could not be started, 128 and the signal's number when a signal ended it. */
  exitCode: number
  durationMs: number
  tail: Tail
  /** What it printed to standard output, as far as it was asked for; undefined when it was more than that. */
  report: string | undefined
}

/** Runs one command. Never throws: what went wrong is in its exit code and tail. Nothing that it started outlives it on Linux. */
export async function runCommand(options: CommandOptions): Promise<CommandRun> {
  const tail = createTail()
  const kept: Buffer[] = []
  let [printed, shown, lineEnded] = [0, 0, true]
  const show = (chunk: Buffer): void => {
    const part = chunk.subarray(0, Math.max(0, MOST_SHOWN - shown))
    shown += chunk.length
    if (part.length > 0) process.stdout.write(part)
    lineEnded = part.length === 0 ? lineEnded : part.at(-1) === NEWLINE
    tail.write(chunk)
  }
  const started = performance.now()
  const marker = `${MARKER}=${randomBytes(9).toString('hex')}`
  const exitCode = await spawned(options, marker, tail, {
    stdout: (chunk) => {
      show(chunk)
      printed += chunk.length
      if (printed <= options.reportBytes) kept.push(chunk)
    },
    stderr: show,
  })
  const durationMs = performance.now() - started
  // What it left running must not disturb, nor write into, the next measurement.
  const problem = await killLeftovers(marker)
  if (problem !== undefined) tail.note(problem)
  // What is printed next begins on a line of its own.
  if (!lineEnded) process.stdout.write('\n')
  if (shown > MOST_SHOWN) process.stdout.write(`(the other ${shown - MOST_SHOWN} bytes are not shown)\n`)
  const report = printed > options.reportBytes ? undefined : Buffer.concat(kept).toString('utf8')
  return { exitCode, durationMs, tail, report }
}

interface Sinks {
  stdout: (chunk: Buffer) => void
  stderr: (chunk: Buffer) => void
}

/** Starts it and resolves to its exit code once it is gone. */
async function spawned(options: CommandOptions, marker: string, tail: Tail, sinks: Sinks): Promise<number> {
  const [name = '', value = ''] = marker.split('=')
  const child = spawn(options.bash, ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', options.run], {
    cwd: options.directory,
    env: { ...commandEnvironment(options.env), [name]: value },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, which can be ended as one; on Windows it would be a console window instead.
    detached: process.platform !== 'win32',
  })
  const end = (): void => {
    const problem = killTree(child.pid)
    if (problem !== undefined) tail.note(problem)
  }
  const timer = setTimeout(() => {
    tail.note(`ended after ${options.timeoutMs / 1000} s`)
    end()
  }, options.timeoutMs)
  child.stdout.on('data', sinks.stdout)
  child.stderr.on('data', sinks.stderr)
  try {
    const { code, signal } = await endingOf(child, () => {
      clearTimeout(timer)
      end()
    })
    return code ?? 128 + (signal === null ? 0 : os.constants.signals[signal])
  } catch (error) {
    tail.note(`could not be started: ${error instanceof Error ? error.message : String(error)}`)
    return 127
  } finally {
    clearTimeout(timer)
  }
}
