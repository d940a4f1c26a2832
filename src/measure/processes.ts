// Ends what a command started.

import { spawnSync } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error)

/** Ends a command with its process group (on Windows: its tree). Returns what is to be told when that failed. */
export function killTree(pid: number | undefined): string | undefined {
  if (pid === undefined) return undefined
  if (process.platform === 'win32') {
    // Exit code 128: there is no such process any more, which is what was wanted.
    const done = spawnSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' })
    return done.status === 0 || done.status === 128 ? undefined : 'its processes could not be ended'
  }
  try {
    process.kill(-pid, 'SIGKILL')
    return undefined
  } catch (error) {
    return codeOf(error) === 'ESRCH' ? undefined : `its processes could not be ended: ${codeOf(error)}`
  }
}

/**
 * Ends every process whose environment holds `marker`, also one that left the group (`setsid`). Linux only, and a process that
 * cleared its own environment is not found: those end with the job, by the runner. Returns what is to be told when one stayed.
 */
export async function killLeftovers(marker: string): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined
  const failed: string[] = []
  // Twice: one that was being started while the first pass looked is found by the second.
  for (let pass = 0; pass < 2; pass += 1) {
    const found = await marked(marker)
    if (found.length === 0) break
    for (const pid of found) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch (error) {
        if (codeOf(error) !== 'ESRCH') failed.push(`${pid} (${codeOf(error)})`)
      }
    }
  }
  return failed.length === 0 ? undefined : `left running: ${failed.join(', ')}`
}

async function marked(marker: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const carries = await Promise.all(
    pids.map(async (pid) => {
      try {
        return (await readFile(`/proc/${pid}/environ`, 'latin1')).split('\0').includes(marker)
      } catch {
        // Ended in between, or somebody else's: neither is the command's.
        return false
      }
    }),
  )
  return pids.filter((pid, index) => carries[index] === true && pid !== process.pid)
}
