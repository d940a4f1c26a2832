// Where a repository's mirror and a run's worktree live, and how they get the installation's credentials.

import { createHash } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RepoRef, RunId, Sha } from '../domain/ids.ts'
import { InternalError } from '../errors.ts'
import type { GitHub } from '../github/apps.ts'
import type { Publisher } from '../reconcile/act/context.ts'
import type { Log } from '../store/log.ts'
import { addFile, filesOf } from '../workspace/add-file.ts'
import { conflictText, isCurrent, merged } from '../workspace/merge.ts'
import { ensureMirror, localRef, readRef, type Mirror } from '../workspace/mirror.ts'
import { pushCommit } from '../workspace/push.ts'
import { revert } from '../workspace/revert.ts'
import { createSpares } from '../workspace/spares.ts'
import { pruneWorktrees, type Worktree } from '../workspace/worktree.ts'

export interface Workspaces extends Publisher {
  /** The repository's mirror with these commits in it. Raises as ensureMirror does. */
  mirror(repo: RepoRef, refs: readonly string[], signal: AbortSignal): Promise<Mirror>
  /** The run's worktree: the one it had before a crash with everything in it, or a new one. */
  worktree(mirror: Mirror, run: RunId, sha: Sha, signal: AbortSignal): Promise<Worktree>
  /** Removes a run's worktree, whatever is in it: its work is committed or refused by now. */
  discard(worktree: Worktree): Promise<void>
  /** Ends what goes on in the background. */
  close(): Promise<void>
  /** Removes what crashes left behind: every worktree that belongs to none of the `open` runs. */
  reap(open: readonly RunId[]): Promise<void>
}

/** A worktree that takes longer than this, in milliseconds, is worth a spare: a second copy of the files on disk. */
const SLOW_MS = 250

/** A folder name that is unique per text and readable in a listing. */
const folder = (text: string): string =>
  `${text.replaceAll(/[^\w.-]+/g, '-').slice(-60)}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`

/** The ref of the mirror that keeps a run's commit. */
export const runRef = (run: RunId): string =>
  `refs/baton/runs/${createHash('sha256').update(run).digest('hex').slice(0, 32)}`

/** Stands beside a worktree that was checked out completely. */
const ready = (dir: string): string => `${dir}.ready`

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}

/** `serverUrl` is where git clones from: `https://github.com`, or the enterprise server's root. */
export function createWorkspaces(options: {
  dataDir: string
  serverUrl: string
  github: GitHub
  log: Pick<Log, 'warn'>
}): Workspaces {
  const { dataDir, serverUrl, github, log } = options
  const worktrees = join(dataDir, 'worktrees')
  const mirrorDir = (repo: RepoRef): string =>
    join(dataDir, 'mirrors', folder(`${repo.owner}/${repo.repo}`.toLowerCase()))
  const cloneUrl = (repo: RepoRef): string => `${serverUrl}/${repo.owner}/${repo.repo}.git`
  const auth = async (repo: RepoRef) => ({
    token: await (await github.author(repo)).token(),
    urlPrefix: `${serverUrl}/`,
  })

  const spares = createSpares((err) => log.warn({ err }, 'a spare worktree could not be made'))
  const slow = new Set<string>()

  const mirrorOf: Workspaces['mirror'] = async (repo, refs, signal) =>
    ensureMirror({ cloneUrl: cloneUrl(repo), auth: await auth(repo), dir: mirrorDir(repo), refs, signal })
  const push: Workspaces['push'] = async (repo, { sha, branch, expected, signal }) => {
    await pushCommit(
      { dir: mirrorDir(repo) },
      { sha, branch, expected, remoteUrl: cloneUrl(repo), auth: await auth(repo), signal },
    )
  }

  return {
    close: () => spares.stop(),
    mirror: mirrorOf,
    async worktree(mirror, run, sha, signal) {
      const dir = join(worktrees, folder(run))
      if (await isDirectory(ready(dir))) return { mirror, dir, sha }
      // A half-made worktree of a crash: nothing was done in it yet. One that was reaped is gone, but the mirror still knows it.
      await rm(dir, { recursive: true, force: true })
      await pruneWorktrees(mirror)
      const begun = performance.now()
      const worktree = await spares.take(mirror, { sha, dir, signal })
      await mkdir(ready(dir))
      // Where it took a while, the next one is to be there before it is asked for.
      if (slow.has(mirror.dir) || performance.now() - begun > SLOW_MS) {
        slow.add(mirror.dir)
        spares.prepare(mirror, sha)
      }
      return worktree
    },
    async discard(worktree) {
      await rm(ready(worktree.dir), { recursive: true, force: true })
      await rm(worktree.dir, { recursive: true, force: true, maxRetries: 2 })
      await pruneWorktrees(worktree.mirror)
    },
    async reap(open) {
      if (!(await isDirectory(worktrees))) return
      const keep = new Set(open.flatMap((run) => [folder(run), ready(folder(run))]))
      for (const name of await readdir(worktrees)) {
        if (!keep.has(name)) await rm(join(worktrees, name), { recursive: true, force: true, maxRetries: 2 })
      }
    },
    push,
    async files(repo, { sha, dir, signal }) {
      return filesOf(await mirrorOf(repo, [sha], signal), sha, dir)
    },
    async addFile(repo, { signal, ...file }) {
      return addFile(await mirrorOf(repo, [file.baseSha], signal), file)
    },
    async update(repo, { branch, head, base, signal }) {
      const mirror = await mirrorOf(repo, [head, base], signal)
      if (await isCurrent(mirror, head, base)) return { kind: 'current' }
      const result = await merged(mirror, head, base)
      const { conflicts: files } = result
      if (files.length > 0) return { kind: 'conflict', files, text: await conflictText(mirror, result) }
      await push(repo, { sha: result.sha, branch, expected: head, signal })
      return { kind: 'pushed' }
    },
    async revert(repo, { merge, parent, branch, message, signal }) {
      const mirror = await mirrorOf(repo, [`refs/heads/${branch}`, merge, parent], signal)
      const tip = await readRef(mirror, localRef(`refs/heads/${branch}`))
      if (tip === undefined) throw new InternalError(`the mirror has no branch ${branch} after fetching it`)
      return revert(mirror, { merge, parent, tip, message, ref: `refs/baton/reverts/${merge}` })
    },
  }
}
