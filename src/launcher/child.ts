// The launching process: a small one, because what starting a process costs grows with the memory of who starts it.

import { spawn } from 'node:child_process'
import type { z } from 'zod'
import { type Answer, type Launched, Order, STDERR_CAP } from './launch.ts'

const stops = new Map<number, () => void>()

const answer = (message: Answer): void => {
  // Nobody is left to hear it once the channel is closed.
  if (process.connected) process.send?.(message)
}

function launch(id: number, order: Extract<z.output<typeof Order>, { do: 'launch' }>['launch']): void {
  // A group of its own, so that its children end with it.
  const child = spawn(order.file, order.args, {
    cwd: order.cwd,
    env: order.env,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  const chunks: Buffer[] = []
  let kept = 0
  let stderr = ''
  let truncated = false
  let stopped: Launched['stopped']
  const kill = (): void => {
    // Without a pid it never started, and 'error' is already on its way.
    if (child.pid === undefined || child.exitCode !== null) return
    try {
      process.kill(-child.pid, 'SIGKILL')
    } catch {
      // The group ended by itself in between.
      child.kill('SIGKILL')
    }
  }
  const stop = (why: 'aborted' | 'late') => (): void => {
    stopped ??= why
    kill()
  }
  const timer = setTimeout(stop('late'), order.timeoutMs)
  stops.set(id, stop('aborted'))
  const settle = (): void => {
    clearTimeout(timer)
    stops.delete(id)
  }
  child.stdout.on('data', (chunk: Buffer) => {
    if (truncated) return
    const room = order.maxBytes - kept
    chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk)
    kept += Math.min(chunk.length, room)
    if (chunk.length > room) {
      truncated = true
      kill()
    }
  })
  child.stderr.setEncoding('utf8')
  child.stderr.on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_CAP)
  })
  // It may end without reading all of its input (EPIPE); its exit code tells the story.
  child.stdin.on('error', () => child.stdin.destroy())
  child.stdin.end(order.input ?? '')
  child.on('error', (error) => {
    settle()
    answer({ id, failure: error.message })
  })
  child.on('close', (exitCode) => {
    settle()
    answer({ id, launched: { exitCode, stdout: Buffer.concat(chunks), stderr, truncated, stopped } })
  })
}

process.on('message', (message) => {
  const order = Order.parse(message)
  if (order.do === 'launch') launch(order.id, order.launch)
  else stops.get(order.id)?.()
})

// Ctrl-C reaches the whole group of the terminal. What runs is let end, as whoever asked for it decides; then nothing keeps this alive.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
