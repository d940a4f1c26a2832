// A spare worktree for each mirror, checked out before anybody needs it: writing the files out is what a wave would wait for.

import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Sha } from '../domain/ids.ts'
import { InternalError } from '../errors.ts'
import { entryExists } from '../presence.ts'
import { git, gitOk } from './git.ts'
import { withMirrorLock, type Mirror } from './mirror.ts'
import { addWorktree, checkOut, pruneWorktrees, type Worktree } from './worktree.ts'

export interface Spares {
  /** A worktree at `sha` in the new folder `dir`: the spare moved there, where there is one. Throws as addWorktree does. */
  take(
    mirror: Mirror,
    options: { sha: Sha; dir: string; signal?: AbortSignal | undefined },
  ): Promise<Worktree>
  /** Checks a spare out in the background, unless there is one. Never throws; a failure is told to `onFailure`. */
  prepare(mirror: Mirror, sha: Sha): void
  /** Waits for what is being prepared. */
  idle(): Promise<void>
  /** Ends what is being prepared and throws it away. */
  stop(): Promise<void>
}

/** Beside the mirror, so that a move is a rename. Complete as soon as it has this name. */
const spareDir = (mirror: Mirror): string => `${mirror.dir}.spare`

const move = (mirror: Mirror, from: string, to: string) =>
  git(['worktree', 'move', from, to], { gitDir: mirror.dir })

export function createSpares(onFailure: (error: unknown) => void): Spares {
  const preparing = new Map<string, Promise<void>>()
  const stopping = new AbortController()

  /**
   * Git reads every file again whose time is not before that of its index (Documentation/technical/racy-git.txt), which would be
   * all of a fresh checkout. An index written a second later, here as another version, spares the run that.
   */
  async function settle(dir: string): Promise<void> {
    const { signal } = stopping
    await sleep(1100, undefined, { signal })
    await gitOk(['update-index', '--index-version', '4'], { gitDir: `${dir}/.git`, workTree: dir, signal })
  }

  async function make(mirror: Mirror, sha: Sha): Promise<void> {
    const spare = spareDir(mirror)
    if (await entryExists(spare)) return
    const draft = `${spare}-${randomUUID()}`
    try {
      await addWorktree(mirror, { sha, dir: draft, signal: stopping.signal })
      await settle(draft)
      const moved = await withMirrorLock(mirror, () => move(mirror, draft, spare))
      // Another process was first; its spare is as good.
      if (moved.exitCode !== 0 && !(await entryExists(spare))) throw new InternalError(moved.stderr.trim())
    } finally {
      if (await entryExists(draft)) {
        await rm(draft, { recursive: true, force: true })
        await pruneWorktrees(mirror)
      }
    }
  }

  return {
    async take(mirror, options) {
      const { sha, dir, signal } = options
      if (!(await entryExists(spareDir(mirror)))) return addWorktree(mirror, options)
      const moved = await withMirrorLock(mirror, () => move(mirror, spareDir(mirror), dir), signal)
      if (moved.exitCode !== 0) return addWorktree(mirror, options)
      try {
        await checkOut(dir, sha, signal)
        return { mirror, dir, sha }
      } catch (error) {
        await rm(dir, { recursive: true, force: true })
        await pruneWorktrees(mirror)
        throw error
      }
    },
    prepare(mirror, sha) {
      if (stopping.signal.aborted || preparing.has(mirror.dir)) return
      const work = make(mirror, sha)
        .catch((error: unknown) => {
          if (!stopping.signal.aborted) onFailure(error)
        })
        .finally(() => preparing.delete(mirror.dir))
      preparing.set(mirror.dir, work)
    },
    async idle() {
      await Promise.all(preparing.values())
    },
    async stop() {
      stopping.abort()
      await Promise.all(preparing.values())
    },
  }
}
