// The last resort of a rehearsal that ends without being stopped (second Ctrl-C, a crash): nothing may be left behind.

import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { z } from 'zod'

interface Process {
  pid: number
  parent: number
  name: string
}

function fromProc(pid: string): Process[] {
  try {
    // `12 (name) S 1 …`: a name may hold spaces and brackets.
    const match = /^(\d+) \((.*)\) \S (\d+) /s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    return match === null ? [] : [{ pid: Number(match[1]), name: match[2] ?? '', parent: Number(match[3]) }]
  } catch {
    // It ended while the list was read.
    return []
  }
}

function fromPs(line: string): Process[] {
  const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line)
  return match === null ? [] : [{ pid: Number(match[1]), parent: Number(match[2]), name: match[3] ?? '' }]
}

function processes(): Process[] {
  if (existsSync('/proc/self/stat'))
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(fromProc)
  return execFileSync('ps', ['-axo', 'pid=,ppid=,comm='], { encoding: 'utf8' }).split('\n').flatMap(fromPs)
}

/** Every process below `root`, parents first; also those that left its process group. */
export function descendants(root: number): Process[] {
  const all = processes()
  const below = (pid: number): Process[] =>
    all.filter(({ parent }) => parent === pid).flatMap((one) => [one, ...below(one.pid)])
  return below(root)
}

const codeOf = (error: unknown): string | undefined =>
  z.object({ code: z.string() }).safeParse(error).data?.code

function end({ pid, name }: Process): void {
  try {
    // SIGQUIT makes PostgreSQL give its shared memory back at once; SIGKILL would leave it.
    process.kill(pid, name.includes('postgres') ? 'SIGQUIT' : 'SIGKILL')
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}

/** When the process exits: ends everything below it and removes `dir`. Returns how to call that off. */
export function endOnExit(dir: string): () => void {
  const onExit = (): void => {
    for (const one of descendants(process.pid)) end(one)
    rmSync(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  process.once('exit', onExit)
  return () => process.removeListener('exit', onExit)
}
