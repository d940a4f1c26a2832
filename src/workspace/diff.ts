// What a pull request changes, as text for a reviewer: three-dot diff with limits per file and in total.

import { z } from 'zod'
import type { Sha } from '../domain/ids.ts'
import { InternalError } from '../errors.ts'
import { git, gitOk } from './git.ts'
import type { Mirror } from './mirror.ts'

export interface ChangedPath {
  path: string
  /** Where it was before, for a rename or copy. */
  previousPath: string | undefined
  status: 'added' | 'modified' | 'deleted' | 'renamed' | 'copied' | 'type-changed'
  /** Undefined for binary files. */
  additions: number | undefined
  deletions: number | undefined
}

export interface DiffText {
  text: string
  /** Paths whose hunks were left out because of a limit. */
  omitted: string[]
}

const FLAGS = ['--no-ext-diff', '--no-textconv', '--no-color', '--find-renames', '--ignore-submodules=none']

const STATUS: Readonly<Record<string, ChangedPath['status']>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  C: 'copied',
  T: 'type-changed',
}

const count = z.union([
  z.literal('-').transform(() => undefined),
  z.string().regex(/^\d+$/).transform(Number),
])

/** Paths changed between the merge base of `base` and `head`, and `head`. Throws InternalError when a commit is missing. */
export async function changedPaths(mirror: Mirror, base: Sha, head: Sha): Promise<ChangedPath[]> {
  const run = { gitDir: mirror.dir }
  const names = (await gitOk(['diff', ...FLAGS, '--name-status', '-z', `${base}...${head}`], run))
    .toString('utf8')
    .split('\0')
  const stats = (await gitOk(['diff', ...FLAGS, '--numstat', '-z', `${base}...${head}`], run))
    .toString('utf8')
    .split('\0')
  const changes: ChangedPath[] = []
  let n = 0
  let s = 0
  while ((names[n] ?? '') !== '') {
    const letter = (names[n] ?? '').charAt(0)
    const status = STATUS[letter]
    const moved = letter === 'R' || letter === 'C'
    const path = names[moved ? n + 2 : n + 1]
    if (status === undefined || path === undefined)
      throw new InternalError(`unexpected status from git diff: ${names[n]}`)
    const [additions, deletions] = (stats[s] ?? '').split('\t')
    changes.push({
      path,
      previousPath: moved ? names[n + 1] : undefined,
      status,
      additions: count.parse(additions),
      deletions: count.parse(deletions),
    })
    n += moved ? 3 : 2
    s += moved ? 3 : 1
  }
  return changes
}

/**
 * The diff from the merge base of `base` and `head` to `head`. A file over `maxFileBytes` (default 40 KB), and every file after
 * `maxBytes` in total (default 200 KB) is reached, shows its header only and is named in `omitted`.
 */
export async function diffText(
  mirror: Mirror,
  range: { base: Sha; head: Sha },
  limits: { maxBytes?: number; maxFileBytes?: number } = {},
): Promise<DiffText> {
  const maxBytes = limits.maxBytes ?? 200_000
  const maxFileBytes = limits.maxFileBytes ?? 40_000
  const between = `${range.base}...${range.head}`
  const whole = await git(['diff', ...FLAGS, between], { gitDir: mirror.dir, maxBytes: 32 * 1024 * 1024 })
  if (whole.exitCode !== 0 && !whole.truncated)
    throw new InternalError(`git diff failed: ${whole.stderr.trim()}`)
  // Content lines begin with ' ', '+', '-' or '\', so this line start is only ever a header.
  const sections = whole.stdout
    .toString('utf8')
    .split(/^(?=diff --git )/m)
    .filter((section) => section !== '')
  const paths = (await changedPaths(mirror, range.base, range.head)).map(({ path }) => path)
  const omitted: string[] = []
  let text = ''
  let used = 0
  for (const [index, section] of sections.entries()) {
    const size = Buffer.byteLength(section)
    // When git was stopped at the cap, its last section is incomplete.
    const cut = whole.truncated && index === sections.length - 1
    if (!cut && size <= maxFileBytes && used + size <= maxBytes) {
      text += section
      used += size
      continue
    }
    const path = paths[index] ?? '(unknown)'
    omitted.push(path)
    text += `${section.split('\n', 1)[0] ?? ''}\n[diff of ${size} bytes left out; read ${path} in the worktree]\n`
  }
  omitted.push(...paths.slice(sections.length))
  return { text, omitted }
}
