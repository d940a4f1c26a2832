// Turns the files of a worktree into a tree object through an index that only the host ever touched.

import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, lstat, mkdir, realpath, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Sha } from '../domain/ids.ts'
import { git, gitOk, gitText } from './git.ts'
import type { GitOptions } from './git.ts'
import { scratchDir } from './mirror.ts'
import type { Mirror } from './mirror.ts'

export interface Skipped {
  path: string
  reason: 'nested-repository' | 'special-file' | 'too-large' | 'unreadable'
}

export interface Staged {
  tree: Sha
  /** What cannot be or was not put into the tree. */
  skipped: Skipped[]
}

/** A file above this is not hashed at all: the default limit of a whole change is 200 KB. */
export const MAX_FILE_BYTES = 5 * 1024 * 1024

interface StageOptions {
  /** Where new objects go instead of the mirror, so that a refused change leaves none behind. */
  objectDir?: string
  signal?: AbortSignal | undefined
}

interface Source {
  mirror: Mirror
  dir: string
  sha: Sha
}

/** Environment that writes objects into `objectDir` and reads the mirror's as well. */
export function quarantine(mirror: Mirror, objectDir: string): Record<string, string> {
  return { GIT_OBJECT_DIRECTORY: objectDir, GIT_ALTERNATE_OBJECT_DIRECTORIES: join(mirror.dir, 'objects') }
}

const split = (output: Buffer): string[] =>
  output
    .toString('utf8')
    .split('\0')
    .filter((part) => part !== '')

const joinPaths = (paths: readonly string[]): string => paths.map((path) => `${path}\0`).join('')

type Fate = 'add' | 'remove' | Skipped['reason']

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')

/** What to do with a path that git says differs. `root` is canonical. */
async function fateOf(root: string, path: string, tracked: boolean): Promise<Fate> {
  if (path.endsWith('/')) return 'nested-repository'
  const full = join(root, path)
  try {
    // Behind a link that took the place of a folder there is nothing of ours; the link itself is another entry.
    if ((await realpath(dirname(full))) !== dirname(full)) return 'remove'
    const stat = await lstat(full)
    // A file became a folder: its files, or the repository in it, are entries of their own.
    if (stat.isDirectory()) return tracked ? 'remove' : 'nested-repository'
    if (!stat.isFile() && !stat.isSymbolicLink()) return 'special-file'
    if (stat.size > MAX_FILE_BYTES) return 'too-large'
    if (stat.isFile()) await access(full, constants.R_OK)
    return 'add'
  } catch (error) {
    if (isMissing(error)) return 'remove'
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') return 'unreadable'
    throw error
  }
}

/**
 * Stages everything that differs from the worktree's commit and is not ignored. Neither the worktree's `.git` nor its index
 * is read: the mirror is the repository, so nothing an agent prepared there (index flags, config, hooks, alternates, replace
 * refs) counts. Nested repositories are reported, never entered. Submodules of the base commit stay as they are.
 */
export async function stage(source: Source, options: StageOptions = {}): Promise<Staged> {
  const scratch = join(scratchDir(source.mirror), `stage-${randomUUID()}`)
  await mkdir(scratch, { recursive: true })
  try {
    return await stageInto(source, join(scratch, 'index'), options)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

async function stageInto(source: Source, indexFile: string, options: StageOptions): Promise<Staged> {
  const run: GitOptions = {
    gitDir: source.mirror.dir,
    workTree: source.dir,
    indexFile,
    signal: options.signal,
    ...(options.objectDir === undefined ? {} : { env: quarantine(source.mirror, options.objectDir) }),
  }
  await gitOk(['read-tree', source.sha], run)
  // Exits with 1 when files differ, which is what we are here for.
  await git(['update-index', '-q', '--ignore-submodules', '--refresh'], run)
  const raw = split(
    await gitOk(['diff-files', '--raw', '-z', '--no-renames', '--ignore-submodules=all'], run),
  )
  const tracked = raw.filter((_, index) => index % 2 === 1)
  const others = split(await gitOk(['ls-files', '--others', '--exclude-standard', '-z'], run))

  const root = await realpath(source.dir)
  const remove: string[] = []
  const add: string[] = []
  const skipped: Skipped[] = []
  for (const [index, path] of [...tracked, ...others].entries()) {
    const fate = await fateOf(root, path, index < tracked.length)
    if (fate === 'remove') remove.push(path)
    else if (fate === 'add') add.push(path)
    else skipped.push({ path: path.replace(/\/$/, ''), reason: fate })
  }
  // Removals first: a file may have become a folder.
  if (remove.length > 0)
    await gitOk(['update-index', '--force-remove', '-z', '--stdin'], { ...run, input: joinPaths(remove) })
  if (add.length > 0)
    await gitOk(['update-index', '--add', '--replace', '-z', '--stdin'], { ...run, input: joinPaths(add) })
  return { tree: Sha.parse(await gitText(['write-tree'], run)), skipped }
}
