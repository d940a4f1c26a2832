// Part of measure.mjs: runs one command with a time limit and keeps the end of its output.

import { spawn } from 'node:child_process'
import os from 'node:os'
import { stripVTControlCharacters } from 'node:util'

const TAIL_BYTES = 8192
const LONGEST_LINE = 65_536
const NEWLINE = 10
/** How long output held open by a background process is read after the command itself has ended. */
const DRAIN_MS = 100

/** The environment of a command: ours without the request, tokens and the files that steer later workflow steps. */
function commandEnvironment(env) {
  const refused = /^(?:BATON_.*|ACTIONS_.*|GITHUB_(?:TOKEN|ENV|PATH|OUTPUT|STATE|STEP_SUMMARY|EVENT_PATH))$/
  return Object.fromEntries(Object.entries(env).filter(([name]) => !refused.test(name)))
}

/** Runs one command in bash and reads its report as it comes. Never throws: what went wrong is in its exit code and tail. */
export function runCommand(run, directory, timeoutMs, onLine = () => {}) {
  return new Promise((done) => {
    const started = performance.now()
    const tail = createTail()
    const child = spawn('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', run], {
      cwd: directory,
      env: commandEnvironment(process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    const killGroup = () => {
      try {
        process.kill(-child.pid, 'SIGKILL')
      } catch (error) {
        if (error.code !== 'ESRCH') tail.note(`its processes could not be ended: ${error.message}`)
      }
    }
    const timer = setTimeout(() => {
      tail.note(`ended after ${timeoutMs / 1000} s`)
      killGroup()
    }, timeoutMs)
    const lines = lineReader(onLine)
    let lineEnded = true
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk)
      lineEnded = chunk.at(-1) === NEWLINE
      tail.write(chunk)
      lines.write(chunk)
    })
    child.stderr.on('data', (chunk) => {
      process.stderr.write(chunk)
      tail.write(chunk)
    })
    const finish = (exitCode) => {
      clearTimeout(timer)
      lines.end()
      // What is printed next begins on a line of its own.
      if (!lineEnded) process.stdout.write('\n')
      done({ exitCode, durationMs: performance.now() - started, tail })
    }
    child.once('error', (error) => {
      tail.note(`could not be started: ${error.message}`)
      finish(127)
    })
    child.once('exit', (code, signal) => {
      // What it left running must not disturb the next measurement.
      killGroup()
      const drain = setTimeout(() => {
        child.stdout.destroy()
        child.stderr.destroy()
      }, DRAIN_MS)
      child.once('close', () => {
        clearTimeout(drain)
        finish(code ?? 128 + (os.constants.signals[signal] ?? 0))
      })
    })
  })
}

/** Keeps the last 8 KB of an output, without ANSI codes. */
function createTail() {
  let kept = Buffer.alloc(0)
  const notes = []
  return {
    write: (chunk) => {
      kept = Buffer.concat([kept, chunk])
      if (kept.length > 2 * TAIL_BYTES) kept = kept.subarray(kept.length - TAIL_BYTES)
    },
    note: (text) => notes.push(`baton: ${text}`),
    text: () => {
      const output = stripVTControlCharacters(kept.subarray(-TAIL_BYTES).toString('utf8')).replace(
        /^\uFFFD+/,
        '',
      )
      const all = [output.trimEnd(), ...notes].filter((part) => part !== '').join('\n')
      return all.slice(-TAIL_BYTES)
    },
  }
}

/** Splits a byte stream into lines. A line over 64 KB is cut: no report has one. */
function lineReader(onLine) {
  const decoder = new TextDecoder()
  let open = ''
  const feed = (text) => {
    const parts = (open + text).split(/\r?\n/)
    open = parts.pop().slice(0, LONGEST_LINE)
    for (const part of parts) onLine(part)
  }
  return {
    write: (chunk) => feed(decoder.decode(chunk, { stream: true })),
    end: () => {
      feed(decoder.decode())
      if (open !== '') onLine(open)
    },
  }
}
