// What a branch changes since it left its base: per file with hunks, and as one unified diff.

import { InternalError } from '../../../errors.ts'
import { Cache } from './cache.ts'
import { mergeBase } from './history.ts'
import type { ObjectStore } from './objects.ts'
import type { FileChange } from './plumbing.ts'
import { git } from './process.ts'

interface Difference {
  files: FileChange[]
  text: string
}

const differences = new Cache<Difference>(500)
const DIFF = ['diff-tree', '-r', '-M', '--no-commit-id', '--no-ext-diff', '--no-textconv', '--no-color']
const STATUS: Readonly<Record<string, FileChange['status']>> = {
  A: 'added',
  D: 'removed',
  M: 'modified',
  R: 'renamed',
  C: 'copied',
  T: 'changed',
}

/** Three-dot changes of `head` against `base`; empty when either is missing or nothing differs. */
export async function changes(
  store: ObjectStore,
  gitDir: string,
  base: string,
  head: string,
): Promise<FileChange[]> {
  return (await difference(store, gitDir, base, head)).files
}

export async function unifiedDiff(
  store: ObjectStore,
  gitDir: string,
  base: string,
  head: string,
): Promise<string> {
  return (await difference(store, gitDir, base, head)).text
}

async function difference(
  store: ObjectStore,
  gitDir: string,
  base: string,
  head: string,
): Promise<Difference> {
  const to = await store.resolve(gitDir, head, 'commit')
  if (to === undefined) return { files: [], text: '' }
  const from = await mergeBase(store, gitDir, base, to)
  // Histories without a common commit are compared tip against tip, as `git diff` does.
  const start = from ?? (await store.resolve(gitDir, base, 'commit'))
  if (start === undefined || start === to) return { files: [], text: '' }
  return differences.get([gitDir, start, to].join('\0'), async () => {
    const [listing, patch] = await Promise.all([
      git(gitDir, [...DIFF, '--raw', '--numstat', '--abbrev=40', '-z', start, to]),
      git(gitDir, [...DIFF, '-p', start, to]),
    ])
    const text = patch.toString()
    return { files: combine(listing.toString(), text), text }
  })
}

/** Joins `--raw`, `--numstat` and `-p`, which list the files in the same order. */
function combine(listing: string, text: string): FileChange[] {
  const fields = listing.split('\0')
  const sections = text === '' ? [] : text.split(/^(?=diff --git )/m)
  const take = (): string => {
    const field = fields.shift()
    if (field === undefined) throw new InternalError('git diff-tree printed less than it announced')
    return field
  }
  const raw: { letter: string; sha: string; path: string; previous: string | undefined }[] = []
  while (fields[0]?.startsWith(':') === true) {
    const [, , oldSha = '', newSha = '', status = ''] = take().split(' ')
    const letter = status.slice(0, 1)
    const first = take()
    const renamed = letter === 'R' || letter === 'C'
    raw.push({
      letter,
      sha: letter === 'D' ? oldSha : newSha,
      path: renamed ? take() : first,
      previous: renamed ? first : undefined,
    })
  }
  return raw.map((file) => {
    const [added = '0', removed = '0'] = take().split('\t')
    if (file.previous !== undefined) fields.splice(0, 2)
    // A change of type (file to symlink) is printed as a removal and an addition.
    const patch = sections.splice(0, file.letter === 'T' ? 2 : 1)
    const hunks = patch.map(hunksOf).filter((part) => part !== '')
    return {
      path: file.path,
      previousPath: file.previous,
      status: STATUS[file.letter] ?? 'modified',
      additions: added === '-' ? 0 : Number(added),
      deletions: removed === '-' ? 0 : Number(removed),
      patch: hunks.length > 0 ? hunks.join('\n') : undefined,
      blobSha: file.sha,
    }
  })
}

function hunksOf(section: string): string {
  const start = section.indexOf('\n@@ ')
  return start < 0 ? '' : section.slice(start + 1).replace(/\n$/, '')
}
