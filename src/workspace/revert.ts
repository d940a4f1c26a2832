// The revert of a merged change, made by the host in the mirror: no worktree, no hook, the same input gives the same commit.

import { Sha } from '../domain/ids.ts'
import { InternalError } from '../errors.ts'
import { git, gitText } from './git.ts'
import { treeOf, type Mirror } from './mirror.ts'
import { writeCommit, type Person } from './write-commit.ts'

export interface RevertRequest {
  /** The commit that brought the change to the branch. */
  merge: Sha
  /** What the branch was before it: the merge's first parent. */
  parent: Sha
  /** What the branch is now. */
  tip: Sha
  /** As a commit message, without trailers of git's own. */
  message: string
  /** Keeps the commit in the mirror. */
  ref: string
}

export type Reverted =
  | { kind: 'reverted'; commit: Sha; tip: Sha; paths: string[] }
  /** Later changes stand on it: these files cannot be put back without judgement. */
  | { kind: 'conflict'; tip: Sha; paths: string[] }
  /** Nothing of it is on the branch any more, or the branch has another history. */
  | { kind: 'gone'; why: string }

const IDENTITY: Omit<Person, 'date'> = { name: 'Baton', email: 'baton@agents.invalid' }

const lines = (output: Buffer): string[] =>
  output
    .toString('utf8')
    .split('\0')
    .filter((part) => part !== '')

async function dateOf(mirror: Mirror, commit: Sha): Promise<string> {
  return gitText(['show', '--no-patch', '--format=%cI', commit], { gitDir: mirror.dir })
}

/**
 * As `git revert`: a three-way merge of the tip with what was before, their common ground being the merge. To have git take that as
 * the ground, what was before is written as a commit on top of the merge (`merge-tree --merge-base` came with git 2.40 only).
 * Dates are the tip's, so that doing it again gives the same SHA. Raises InternalError when git fails.
 */
export async function revert(mirror: Mirror, request: RevertRequest): Promise<Reverted> {
  const { merge, parent, tip, message, ref } = request
  const run = { gitDir: mirror.dir }
  const descends = await git(['merge-base', '--is-ancestor', merge, tip], run)
  if (descends.exitCode !== 0) return { kind: 'gone', why: 'the branch has another history now' }
  const person = { ...IDENTITY, date: await dateOf(mirror, tip) }
  const before = await writeCommit(mirror, {
    tree: await treeOf(mirror, parent),
    parents: [merge],
    message: 'before',
    author: person,
    committer: person,
  })
  const merged = await git(
    ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', tip, before],
    run,
  )
  const [tree, ...conflicts] = lines(merged.stdout)
  if (merged.exitCode === 1) return { kind: 'conflict', tip, paths: [...new Set(conflicts)] }
  if (merged.exitCode !== 0 || tree === undefined)
    throw new InternalError(`git merge-tree ended with ${merged.exitCode}: ${merged.stderr}`)
  if (tree === (await treeOf(mirror, tip))) return { kind: 'gone', why: 'nothing of it is left to take back' }
  const commit = await writeCommit(mirror, {
    tree: Sha.parse(tree),
    parents: [tip],
    message,
    author: person,
    committer: person,
  })
  await gitText(['update-ref', ref, commit], run)
  const changed = await git(['diff-tree', '-r', '--name-only', '--no-renames', '-z', tip, commit], run)
  return { kind: 'reverted', commit, tip, paths: lines(changed.stdout) }
}
