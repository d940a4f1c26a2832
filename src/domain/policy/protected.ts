// Paths that no agent may change, whatever it was granted: what steers CI, git, packages, reviews or Baton itself. The one list.

import { matchesGlob } from './glob.ts'

/** At any depth. Roster, policy, workflows and plan documents live under .github. */
export const PROTECTED_PATHS: readonly string[] = [
  '**/.git/**',
  '**/.github/**',
  '**/CODEOWNERS',
  '**/.gitmodules',
  '**/.gitattributes',
  '**/.npmrc',
  '**/.claude/**',
  '**/.husky/**',
]

/** Protected too unless the policy says `allow_lockfiles: true`. */
export const LOCKFILES: readonly string[] = [
  '**/package-lock.json',
  '**/npm-shrinkwrap.json',
  '**/yarn.lock',
  '**/pnpm-lock.yaml',
  '**/bun.lock',
  '**/bun.lockb',
  '**/Cargo.lock',
  '**/poetry.lock',
  '**/uv.lock',
  '**/Pipfile.lock',
  '**/go.sum',
  '**/Gemfile.lock',
  '**/composer.lock',
]

// Code points that HFS+ leaves out when it compares names (git's utf8.c, next_hfs_char), so `.g<U+200C>it` is `.git` there.
const IGNORED = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g

/**
 * One path component as the most forgiving file system sees it: letter case, Unicode form, ignored code points, and the
 * trailing dots, spaces and stream names that Windows drops. Only for refusing, never for opening.
 */
function fold(component: string): string {
  const plain = component
    .replace(IGNORED, '')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/:.*$/s, '')
    .replace(/[. ]+$/, '')
  // The 8.3 short name that NTFS gives to .git (git's is_ntfs_dotgit).
  return plain === 'git~1' ? '.git' : plain
}

const foldPath = (path: string): string =>
  path
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.')
    .map(fold)
    .filter((part) => part !== '')
    .join('/')

/**
 * The pattern that protects a path (relative to the repository's root), or undefined when an agent may change it. Names count
 * as the most forgiving file system would compare them: `.GitHub./x` is below `.github`.
 */
export function protectedBy(globs: readonly string[], path: string): string | undefined {
  const folded = foldPath(path)
  return globs.find(
    (glob) =>
      matchesGlob(glob, path, { ignoreCase: true }) ||
      matchesGlob(glob.normalize('NFKC').toLowerCase(), folded),
  )
}

/** The built-in pattern that protects a path. Writing there is a breach, not a mistake of scope. */
export const alwaysProtectedBy = (path: string): string | undefined => protectedBy(PROTECTED_PATHS, path)
