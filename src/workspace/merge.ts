// A base merged into a branch by the host, without a worktree: the commit that it comes to, or what stands against each other.

import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import { InternalError } from '../errors.ts'
import { git, gitText } from './git.ts'
import { mergeBase, type Mirror } from './mirror.ts'
import { writeCommit } from './write-commit.ts'

export interface Merged {
  /** Its parents are the branch and the base. Where they conflict, its files hold git's markers: never to be pushed. */
  sha: Sha
  /** Paths that conflict, sorted; none: it is clean. */
  conflicts: string[]
}

/** The most of a conflict that is shown to an agent, in characters of UTF-16: of one file, and of all. */
const FILE_CHARACTERS = 4000
const ALL_CHARACTERS = 16_000
const MARKED = /^<{7} [\s\S]*?^>{7} .*$/gm

/** Whether the branch holds everything of the base already. */
export const isCurrent = async (mirror: Mirror, head: Sha, base: Sha): Promise<boolean> =>
  (await mergeBase(mirror, head, base)) === base

/**
 * Merges `base` into `head`, both commits of the mirror, as `git merge` would. The same two give the same commit, so it can be
 * done again after a crash. Moves no ref. Raises InternalError when git cannot merge them at all.
 */
export async function merged(mirror: Mirror, head: Sha, base: Sha): Promise<Merged> {
  const run = { gitDir: mirror.dir }
  const output = await git(
    ['merge-tree', '--write-tree', '--no-messages', '--name-only', '-z', head, base],
    run,
  )
  // Without messages: the tree, then every path that conflicts. https://git-scm.com/docs/git-merge-tree#OUTPUT
  if (output.exitCode > 1) throw new InternalError(`git merge-tree failed: ${output.stderr.trim()}`)
  const [tree, ...paths] = output.stdout.toString('utf8').split('\0')
  const conflicts = output.exitCode === 0 ? [] : [...new Set(paths.filter((path) => path !== ''))].sort()
  const times = z
    .array(z.coerce.number().int())
    .parse((await gitText(['show', '--no-patch', '--format=%ct', head, base], run)).split('\n'))
  const person = {
    name: 'Baton',
    email: 'baton@agents.invalid',
    // The time of the newer one: part of what makes the same commit of the same two.
    date: new Date(Math.max(...times) * 1000).toISOString(),
  }
  const sha = await writeCommit(mirror, {
    tree: Sha.parse(tree?.trim()),
    parents: [head, base],
    message: `Merge ${base.slice(0, 12)} of the base\n`,
    author: person,
    committer: person,
  })
  return { sha, conflicts }
}

async function markedText(mirror: Mirror, commit: Sha, path: string): Promise<string> {
  const output = await git(['cat-file', 'blob', `${commit}:${path}`], {
    gitDir: mirror.dir,
    maxBytes: 5_000_000,
  })
  const hunks = output.exitCode === 0 ? (output.stdout.toString('utf8').match(MARKED) ?? []) : []
  return hunks.length === 0
    ? 'One side changed it and the other removed, renamed or replaced it: there are no lines to set against each other.'
    : hunks.join('\n…\n').slice(0, FILE_CHARACTERS)
}

/** Both sides of every conflict, with git's markers: first the branch, then the base. Cut where it is long. */
export async function conflictText(mirror: Mirror, { sha, conflicts }: Merged): Promise<string> {
  let text = ''
  for (const [n, path] of conflicts.entries()) {
    if (text.length > ALL_CHARACTERS)
      return `${text}\n… and ${conflicts.length - n} more: ${conflicts.slice(n).join(', ')}`
    text += `${n === 0 ? '' : '\n\n'}${path}\n${await markedText(mirror, sha, path)}`
  }
  return text
}

/** Which of these paths still hold a line of git's markers in a tree. */
export async function unresolved(mirror: Mirror, tree: Sha, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return []
  const args = ['grep', '--text', '-l', '-z', '-E', '^(<{7}|>{7}) ', tree, '--', ...paths]
  const output = await git(args, { gitDir: mirror.dir })
  if (output.exitCode > 1) throw new InternalError(`git grep failed: ${output.stderr.trim()}`)
  return output.stdout
    .toString('utf8')
    .split('\0')
    .filter((name) => name !== '')
    .map((name) => name.slice(tree.length + 1))
}
