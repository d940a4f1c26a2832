// One bare clone per repository, kept between runs, from which worktrees are cut.

import { mkdir, rename, rm } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import { UserError } from '../errors.ts'
import { targetExists } from '../presence.ts'
import { withFileLock } from './file-lock.ts'
import { git, gitOk, gitText } from './git.ts'
import type { GitAuth } from './git-auth.ts'
import { transferError } from './transfer-error.ts'

/** A bare repository in our data folder. It stores no URL and no credential. */
export interface Mirror {
  dir: string
}

export interface MirrorRequest {
  /** https URL without credentials. */
  cloneUrl: string
  auth?: GitAuth | undefined
  /** Absolute path of the mirror, created when missing. */
  dir: string
  /** What to bring up to date: full ref names (`refs/heads/main`, `refs/pull/3/head`) or full commit SHAs. */
  refs: readonly string[]
  allowFile?: boolean | undefined
  signal?: AbortSignal | undefined
}

const FullRef = z.string().regex(/^refs\/(?!.*\.\.)(?!.*\/\/)(?!.*\.lock(\/|$))[\w./@+-]{1,240}$/)

/** Where a fetched ref is kept: branches as `origin/<branch>`, so that `git diff origin/main...` works in a worktree. */
export function localRef(ref: string): string {
  if (ref.startsWith('refs/heads/')) return `refs/remotes/origin/${ref.slice('refs/heads/'.length)}`
  if (Sha.safeParse(ref).success) return `refs/baton/fetched/${ref}`
  return `refs/baton/fetched/${ref.slice('refs/'.length)}`
}

/**
 * Folder for indexes and objects in the making: on the mirror's file system, so that objects are moved by rename, but outside
 * the mirror, which every sandbox can read.
 */
export const scratchDir = (mirror: Mirror): string => `${mirror.dir}.scratch`

/** Runs `work` alone on this mirror, among all processes that share the data folder. */
export function withMirrorLock<T>(mirror: Mirror, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  return withFileLock(`${mirror.dir}.lock`, work, { signal })
}

/** Whether the mirror has this commit with everything it needs. */
export async function hasCommit(mirror: Mirror, sha: Sha): Promise<boolean> {
  const output = await git(['cat-file', '-e', `${sha}^{commit}`], { gitDir: mirror.dir })
  return output.exitCode === 0
}

/** The commit a ref of the mirror points at (`refs/remotes/origin/main`), or undefined. */
export async function readRef(mirror: Mirror, ref: string): Promise<Sha | undefined> {
  const output = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], {
    gitDir: mirror.dir,
  })
  return output.exitCode === 0 ? Sha.parse(output.stdout.toString().trim()) : undefined
}

async function create(dir: string): Promise<void> {
  // Made beside its place and renamed, so that a crash never leaves half a mirror there.
  const draft = `${dir}.${randomUUID()}`
  await gitOk(['init', '--quiet', '--bare', '--template=', '--initial-branch=main', draft], {})
  await rename(draft, dir).catch(async (error: unknown) => {
    await rm(draft, { recursive: true, force: true })
    throw error
  })
}

/**
 * Creates the mirror when it is missing and fetches the given refs. A SHA that is there already costs no request.
 * Throws UserError for a malformed request or a missing permission, TransientError for network trouble, TerminalError when
 * the repository or a ref does not exist.
 */
export async function ensureMirror(request: MirrorRequest): Promise<Mirror> {
  const mirror: Mirror = { dir: request.dir }
  if (/^[a-z]+:\/\/[^/]*@/i.test(request.cloneUrl)) {
    throw new UserError(
      'a clone URL must not carry credentials',
      'Pass the token in `auth`, the URL without `user:password@`.',
    )
  }
  for (const ref of request.refs) {
    if (!FullRef.safeParse(ref).success && !Sha.safeParse(ref).success) {
      throw new UserError(
        `not a full ref name or SHA: ${JSON.stringify(ref)}`,
        'Use for example refs/heads/main.',
      )
    }
  }
  await mkdir(dirname(request.dir), { recursive: true })
  await withMirrorLock(
    mirror,
    async () => {
      if (!(await targetExists(request.dir))) await create(request.dir)
      const wanted: string[] = []
      for (const ref of request.refs) {
        const sha = Sha.safeParse(ref)
        if (!sha.success || !(await hasCommit(mirror, sha.data))) wanted.push(`+${ref}:${localRef(ref)}`)
      }
      if (wanted.length > 0) await fetchRefs(mirror, wanted, request)
    },
    request.signal,
  )
  return mirror
}

async function fetchRefs(mirror: Mirror, refspecs: string[], request: MirrorRequest): Promise<void> {
  const args = [
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-write-fetch-head',
    '--no-recurse-submodules',
    '--end-of-options',
  ]
  const output = await git([...args, request.cloneUrl, ...refspecs], {
    gitDir: mirror.dir,
    auth: request.auth,
    allowFile: request.allowFile,
    signal: request.signal,
  })
  if (output.exitCode !== 0) throw transferError('fetch', output.stderr)
}

/** The best common ancestor of two commits, or undefined when they share no history. */
export async function mergeBase(mirror: Mirror, a: Sha, b: Sha): Promise<Sha | undefined> {
  const output = await git(['merge-base', a, b], { gitDir: mirror.dir })
  return output.exitCode === 0 ? Sha.parse(output.stdout.toString().trim()) : undefined
}

/** The tree of a commit. Throws InternalError when the mirror does not have it. */
export async function treeOf(mirror: Mirror, commit: Sha): Promise<Sha> {
  return Sha.parse(
    await gitText(['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`], { gitDir: mirror.dir }),
  )
}
