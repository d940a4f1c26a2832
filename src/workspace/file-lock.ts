// A lock between processes that share a data folder; released by its holder's death.

import { randomUUID } from 'node:crypto'
import { link, readFile, stat, unlink, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { isErrno, TransientError } from '../errors.ts'

const Holder = z.strictObject({ host: z.string(), pid: z.int(), started: z.string(), nonce: z.string() })
type Holder = z.infer<typeof Holder>

export interface LockOptions {
  signal?: AbortSignal | undefined
  /** Milliseconds to wait for the lock at most; default 5 minutes. */
  waitMs?: number
}

const BEAT_MS = 5_000
/** A holder on another host cannot be asked whether it lives: without a heartbeat for this long it counts as dead. */
const FOREIGN_STALE_MS = 60_000

/** Start time of a process in clock ticks since boot, so that a reused pid is not mistaken for the holder; '' where unknown. */
async function startTime(pid: number): Promise<string> {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The command name may hold spaces and brackets: fields are counted after its last bracket (proc(5), field 22).
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

async function isDead(holder: Holder, lockPath: string): Promise<boolean> {
  if (holder.host !== hostname()) {
    const { mtimeMs } = await stat(lockPath)
    return Date.now() - mtimeMs > FOREIGN_STALE_MS
  }
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return isErrno(error, 'ESRCH')
  }
  return holder.started !== '' && holder.started !== (await startTime(holder.pid))
}

/** Creates `path` with `text` in one step: nobody sees it half-written. False when it exists. */
async function createAtomically(path: string, text: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, text, { flag: 'wx' })
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false
    throw error
  } finally {
    await unlink(draft)
  }
}

async function removeIfThere(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error
  }
}

/** Who holds `path`, and the exact text; undefined when nobody does. */
async function readHolder(path: string): Promise<{ text: string; dead: boolean } | undefined> {
  try {
    const text = await readFile(path, 'utf8')
    return { text, dead: await isDead(Holder.parse(JSON.parse(text)), path) }
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * Takes a dead holder's lock away. Only the owner of `<path>.break` may, and it looks again first, so two waiters cannot
 * take the second one's fresh lock. Accepted race: a breaker that died here is removed without a third level.
 */
async function breakDead(path: string, seen: string, self: string): Promise<void> {
  const breaker = `${path}.break`
  if (!(await createAtomically(breaker, self))) {
    const other = await readHolder(breaker)
    if (other?.dead === true) await removeIfThere(breaker)
    return
  }
  try {
    const now = await readHolder(path)
    if (now !== undefined && now.dead && now.text === seen) await removeIfThere(path)
  } finally {
    await removeIfThere(breaker)
  }
}

/**
 * Runs `work` while holding the lock file `path`. Not re-entrant. Throws TransientError when the lock could not be had in
 * time or the wait was aborted; what `work` throws passes through.
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const self: Holder = {
    host: hostname(),
    pid: process.pid,
    started: await startTime(process.pid),
    nonce: randomUUID(),
  }
  const text = JSON.stringify(self)
  const deadline = performance.now() + (options.waitMs ?? 300_000)
  for (let pause = 4; !(await createAtomically(path, text)); pause = Math.min(pause * 2, 100)) {
    const holder = await readHolder(path)
    if (holder?.dead === true) {
      await breakDead(path, holder.text, text)
      continue
    }
    if (options.signal?.aborted === true || performance.now() > deadline) {
      throw new TransientError(`could not get the lock ${path}`)
    }
    await sleep(pause)
  }
  const beat = setInterval(() => {
    const now = new Date()
    // A missed beat only matters to another host, and the next one makes up for it.
    utimes(path, now, now).catch(() => clearInterval(beat))
  }, BEAT_MS)
  beat.unref()
  try {
    return await work()
  } finally {
    clearInterval(beat)
    await removeIfThere(path)
  }
}
