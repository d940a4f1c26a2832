// Worktrees cut from a mirror: one per run, each in a folder of its own, none lost with work in it.

import { chmod, mkdir, readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import { InternalError, TerminalError, UserError } from '../errors.ts'
import { entryExists } from '../presence.ts'
import { git, gitOk } from './git.ts'
import { hasCommit, readRef, treeOf, withMirrorLock } from './mirror.ts'
import type { Mirror } from './mirror.ts'
import { stage } from './stage.ts'
import { writeCommit } from './write-commit.ts'
import type { Person } from './write-commit.ts'

/** Plain data, so that it can be stored and found again after a crash. */
export const Worktree = z.strictObject({
  mirror: z.strictObject({ dir: z.string().startsWith('/') }),
  /** Absolute path of the checked-out files. */
  dir: z.string().startsWith('/'),
  /** The commit it was cut from: the parent of whatever is committed. */
  sha: Sha,
})
export type Worktree = z.infer<typeof Worktree>

/**
 * Checks `sha` out into the new folder `dir`, detached, with no filter and no hook able to run.
 * Throws TerminalError when the mirror lacks the commit, InternalError when `dir` exists already.
 */
export async function addWorktree(
  mirror: Mirror,
  options: { sha: Sha; dir: string; signal?: AbortSignal | undefined },
): Promise<Worktree> {
  const { sha, dir, signal } = options
  if (!(await hasCommit(mirror, sha)))
    throw new TerminalError(`the mirror has no commit ${sha}: fetch it first`)
  if (await entryExists(dir)) throw new InternalError(`the worktree folder exists already: ${dir}`)
  await mkdir(dirname(dir), { recursive: true })
  const run = { gitDir: mirror.dir, signal }
  // Only the registration needs the lock; writing the files out is the slow part and runs beside others.
  await withMirrorLock(
    mirror,
    () => gitOk(['worktree', 'add', '--quiet', '--detach', '--no-checkout', '--', dir, sha], run),
    signal,
  )
  try {
    await checkOut(dir, sha, signal)
  } catch (error) {
    await forget(mirror, dir)
    throw error
  }
  return { mirror, dir, sha }
}

/** Brings a worktree to `sha`: writes all files out, or those that differ from what stands there. */
export async function checkOut(dir: string, sha: Sha, signal: AbortSignal | undefined): Promise<void> {
  const reset = ['-c', 'checkout.workers=0', 'reset', '--hard', '--quiet', '--no-recurse-submodules', sha]
  await gitOk(reset, { signal, gitDir: `${dir}/.git`, workTree: dir })
}

/** Gives the owner back its rights in every folder: build tools and agents leave folders that rm cannot enter. */
async function unlock(folder: string): Promise<void> {
  await chmod(folder, 0o700)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) await unlock(join(folder, entry.name))
  }
}

/** Removes the folder, then what the mirror knows of it. In this order a crash in between is healed by `pruneWorktrees`. */
async function forget(mirror: Mirror, dir: string): Promise<void> {
  if (await entryExists(dir)) await unlock(dir)
  await rm(dir, { recursive: true, force: true })
  await pruneWorktrees(mirror)
}

/** Forgets worktrees whose folder is gone, for example after a crash or a wiped disk. */
export async function pruneWorktrees(mirror: Mirror): Promise<void> {
  await withMirrorLock(mirror, () => gitOk(['worktree', 'prune', '--expire=now'], { gitDir: mirror.dir }))
}

/** Folders of the worktrees that the mirror knows of. */
export async function listWorktrees(mirror: Mirror): Promise<string[]> {
  const text = (await gitOk(['worktree', 'list', '--porcelain', '-z'], { gitDir: mirror.dir })).toString(
    'utf8',
  )
  return text
    .split('\0')
    .filter((line) => line.startsWith('worktree '))
    .map((line) => line.slice('worktree '.length))
    .filter((path) => path !== mirror.dir)
}

/**
 * Saves the files as they are (ungated, never pushed) as a commit under `refs/baton/kept/<name>`, for a person to look at
 * and so that the folder may be removed. Files over the size limit of `stage` are left out. Returns the commit.
 */
export async function keepWork(worktree: Worktree, options: { name: string; by: Person }): Promise<Sha> {
  const { tree } = await stage(worktree)
  const ref = `refs/baton/kept/${options.name}`
  const check = await git(['check-ref-format', ref], {})
  if (check.exitCode !== 0)
    throw new UserError(`not a ref name: ${ref}`, 'Use letters, digits, dashes and slashes.')
  const sha = await writeCommit(worktree.mirror, {
    tree,
    parents: [worktree.sha],
    message: `Kept work of ${options.name}\n`,
    author: options.by,
    committer: options.by,
  })
  await gitOk(['update-ref', ref, sha], { gitDir: worktree.mirror.dir })
  return sha
}

/**
 * Removes a worktree, but only when nothing is lost: its files equal the commit it was cut from, or the commit that
 * `keptUnder` points at. Throws InternalError otherwise (`keepWork` first). A folder that is gone already is a success.
 */
export async function removeWorktree(
  worktree: Worktree,
  options: { keptUnder?: string } = {},
): Promise<void> {
  const { mirror, dir } = worktree
  if (await entryExists(dir)) {
    const { tree, skipped } = await stage(worktree)
    const kept = options.keptUnder === undefined ? undefined : await readRef(mirror, options.keptUnder)
    const safe = [worktree.sha, ...(kept === undefined ? [] : [kept])]
    const trees = await Promise.all(safe.map((sha) => treeOf(mirror, sha)))
    // Files too large to keep were left out by keepWork too; asking for them again would block removal for ever.
    if (!trees.includes(tree) || (skipped.length > 0 && kept === undefined)) {
      throw new InternalError(`the worktree ${dir} has work that no ref keeps; it was not removed`)
    }
  }
  await forget(mirror, dir)
}
