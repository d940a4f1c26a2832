// When a child process is over: once it is gone itself, whatever it has left running.

import type { ChildProcess } from 'node:child_process'

/** How long output held open by a background process is read after the command itself has ended. */
const DRAIN_MS = 100

export interface Ending {
  code: number | null
  signal: NodeJS.Signals | null
}

/**
 * Waits for the end of a program and of its outputs; a background process that holds them open has them closed. `exited` is called
 * between the two. Rejects when the program could not be started.
 */
export function endingOf(child: ChildProcess, exited: () => void = () => undefined): Promise<Ending> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      exited()
      const drain = setTimeout(() => {
        child.stdout?.destroy()
        child.stderr?.destroy()
      }, DRAIN_MS)
      child.once('close', () => {
        clearTimeout(drain)
        resolve({ code, signal })
      })
    })
  })
}
