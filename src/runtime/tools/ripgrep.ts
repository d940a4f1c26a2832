// Runs the bundled ripgrep over the worktree with bounded output.

import { spawn } from 'node:child_process'
import { rgPath } from '@vscode/ripgrep'
import { TransientError } from '../../errors.ts'
import { ToolFailure } from '../tool.ts'

export interface RipgrepRun {
  args: readonly string[]
  /** Working directory: results come relative to it. */
  cwd: string
  signal: AbortSignal
  /** Records are separated by this character. */
  separator: '\n' | '\0'
  /** ripgrep is stopped when this many records came. */
  maxRecords: number
}

export interface RipgrepResult {
  records: string[]
  truncated: boolean
}

const TIMEOUT_MS = 30_000

// No configuration file, no following of links, and no rules from outside the worktree decide what is searched.
const FIXED = [
  '--no-config',
  '--no-follow',
  '--no-ignore-parent',
  '--no-ignore-global',
  '--no-ignore-exclude',
  '--no-require-git',
  '--hidden',
  '--glob=!.git',
  '--color=never',
]

/** Throws ToolFailure for a bad pattern, a timeout or a cancelled run, TransientError when ripgrep cannot be started. */
export function ripgrep(run: RipgrepRun): Promise<RipgrepResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(rgPath, [...FIXED, ...run.args], {
      cwd: run.cwd,
      env: {},
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const records: string[] = []
    let rest = ''
    let stderr = ''
    let truncated = false
    let stopped: string | undefined
    const timer = setTimeout(() => {
      stopped = `The search took longer than ${TIMEOUT_MS / 1000} s. Narrow it with path or glob.`
      child.kill('SIGKILL')
    }, TIMEOUT_MS)
    const abort = (): void => {
      stopped = 'The search was cancelled.'
      child.kill('SIGKILL')
    }
    run.signal.addEventListener('abort', abort, { once: true })
    child.stdout.setEncoding('utf8')
    child.stdout.on('data', (text: string) => {
      if (truncated) return
      const parts = (rest + text).split(run.separator)
      rest = parts.pop() ?? ''
      for (const part of parts) {
        if (records.length >= run.maxRecords) {
          truncated = true
          child.kill('SIGKILL')
          return
        }
        records.push(part)
      }
    })
    child.stderr.setEncoding('utf8')
    child.stderr.on('data', (text: string) => {
      stderr = (stderr + text).slice(0, 4000)
    })
    child.on('error', (cause) => {
      clearTimeout(timer)
      reject(new TransientError('ripgrep could not be started', { cause }))
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      run.signal.removeEventListener('abort', abort)
      if (stopped !== undefined) reject(new ToolFailure(stopped))
      // 1: no match. 2 with results: some file could not be read, the rest counts.
      else if (code === 2 && records.length === 0)
        reject(new ToolFailure(`The search failed: ${stderr.trim()}`))
      else resolve({ records: rest === '' ? records : [...records, rest], truncated })
    })
  })
}
