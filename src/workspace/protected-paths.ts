// Which paths an agent may never change: what decides what runs, who reviews and what the agents are.

/** Protected in every repository. A name without a slash counts at any depth, one with a slash from the root. */
export const ALWAYS_PROTECTED: readonly string[] = [
  '.git',
  '.github',
  'CODEOWNERS',
  '.gitmodules',
  '.gitattributes',
  '.npmrc',
  '.claude',
  '.husky',
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

const split = (path: string): string[] =>
  path
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.')
    .map(fold)

/**
 * The entry of `protect` or of the built-in list that covers this path (relative to the repository's root), or undefined.
 * Entries are names (any depth) or folder and file paths from the root; no patterns.
 */
export function protectedBy(path: string, protect: readonly string[] = []): string | undefined {
  const parts = split(path)
  return [...ALWAYS_PROTECTED, ...protect].find((entry) => {
    const wanted = split(entry)
    const first = wanted[0]
    if (first === undefined) return false
    if (wanted.length === 1 && !/[/\\]/.test(entry)) return parts.includes(first)
    return wanted.every((part, index) => parts[index] === part)
  })
}
