// postmaster.pid: which process serves a cluster, and whether that process is still what the file says.

import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { isErrno } from '../../errors.ts'

const FILE = 'postmaster.pid'

/** The pid in the first line of the cluster's postmaster.pid, or undefined. */
function recordedPid(cluster: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(path.join(cluster, FILE), 'utf8'), 10)
    return Number.isInteger(pid) && pid > 0 ? pid : undefined
  } catch (error) {
    // Not looked for first: a server that ends removes it at any moment.
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}

/** Whether a process exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The command line of a process: '' for one that ended but was not reaped, undefined where it cannot be told. */
function commandLine(pid: number): string | undefined {
  try {
    if (existsSync('/proc/self/cmdline'))
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    // The process ended in between, or there is no ps.
    return undefined
  }
}

/**
 * The pid of the server of this cluster, when the file names a living postgres. A pid that was given to another program
 * since (usual in containers, where pids start over) does not count.
 */
export function servingPid(cluster: string): number | undefined {
  const pid = recordedPid(cluster)
  if (pid === undefined || !isAlive(pid)) return undefined
  const command = commandLine(pid)
  // Where nothing can be told (Windows), the file is believed.
  return command === undefined || command.includes('postgres') ? pid : undefined
}

/** Removes a postmaster.pid that names no living postgres: the server would refuse to start because of it. */
export function clearStalePidFile(cluster: string): boolean {
  if (!existsSync(path.join(cluster, FILE)) || servingPid(cluster) !== undefined) return false
  rmSync(path.join(cluster, FILE), { force: true })
  return true
}
