// CODEOWNERS: who owns which paths, by GitHub's rules (docs.github.com, "About code owners").
//
// Patterns are those of .gitignore without negation and character ranges; the last line that matches a path decides alone.

/** Where GitHub looks, in this order: the first file that is there counts. */
export const CODEOWNERS_PATHS = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'] as const

export interface OwnerLine {
  line: number
  pattern: string
  /** `@login`, `@org/team` or an e-mail address, as written; none: what matches belongs to nobody. */
  owners: readonly string[]
}

const OWNER = /^(?:@[\w-]+(?:\/[\w.-]+)?|[^\s@]+@[^\s@]+\.[^\s@]+)$/

/** Words of a line; a backslash keeps a space in a pattern, and `#` at the start of a word begins a comment. */
function words(line: string): string[] {
  const found: string[] = []
  for (const word of line.match(/(?:\\.|[^\s\\])+/g) ?? []) {
    if (word.startsWith('#')) break
    found.push(word)
  }
  return found
}

/** Whether GitHub would skip the line: what it does not support makes a line invalid, not another pattern. */
const isInvalid = (pattern: string, owners: readonly string[]): boolean =>
  pattern.startsWith('!') ||
  /[[\]]/.test(pattern) ||
  pattern.includes('***') ||
  owners.some((owner) => !OWNER.test(owner))

/** Every valid line, in order. Never raises: a line that GitHub skips is skipped. */
export function parseCodeowners(text: string): OwnerLine[] {
  return text.split(/\r?\n/).flatMap((raw, at): OwnerLine[] => {
    const [pattern, ...owners] = words(raw)
    if (pattern === undefined || isInvalid(pattern, owners)) return []
    return [{ line: at + 1, pattern, owners }]
  })
}

type Sign = { any: 'many' | 'one' } | string

/** A segment's signs: `*` many, `?` one, a backslash keeps the sign after it. */
function signs(segment: string): Sign[] {
  const found: Sign[] = []
  let kept = false
  for (const sign of segment) {
    if (kept || (sign !== '\\' && sign !== '*' && sign !== '?')) found.push(sign)
    else if (sign !== '\\') found.push({ any: sign === '*' ? 'many' : 'one' })
    kept = !kept && sign === '\\'
  }
  return found
}

/** Greedy, with one place to go back to: no pattern is slow. */
function matches<P, T>(
  pattern: readonly P[],
  text: readonly T[],
  isMany: (p: P) => boolean,
  same: (p: P, t: T) => boolean,
): boolean {
  let [p, t, starAt, resumeAt] = [0, 0, -1, 0]
  while (t < text.length) {
    const [wanted, given] = [pattern[p], text[t]]
    if (wanted !== undefined && isMany(wanted)) {
      ;[starAt, resumeAt] = [p, t]
      p += 1
    } else if (wanted !== undefined && given !== undefined && same(wanted, given)) {
      p += 1
      t += 1
    } else if (starAt !== -1) {
      resumeAt += 1
      ;[p, t] = [starAt + 1, resumeAt]
    } else return false
  }
  return pattern.slice(p).every(isMany)
}

const isFolders = (segment: string): boolean => segment === '**'
const matchesSegment = (pattern: string, segment: string): boolean =>
  matches(
    signs(pattern),
    Array.from(segment),
    (sign) => typeof sign !== 'string' && sign.any === 'many',
    (sign, given) => typeof sign !== 'string' || sign === given,
  )

/** Whether a pattern of CODEOWNERS matches a path of the repository (slashes, none at the start). */
export function ownsPath(pattern: string, path: string): boolean {
  if (pattern === '/') return false
  const rooted = pattern.startsWith('/')
  const body = (rooted ? pattern.slice(1) : pattern).split('/')
  // `docs/` and `docs/**` are the same: all that is in it.
  const folder = body.length > 1 && (body.at(-1) === '' || body.at(-1) === '**')
  const named = folder ? body.slice(0, -1) : body
  // One name without a slash before it stands for that name in any folder.
  const anywhere = !rooted && named.length === 1
  const segments = [...(anywhere ? ['**'] : []), ...named]
  const parts = path.split('/')
  const fits = (tried: readonly string[], given: readonly string[]): boolean =>
    matches(tried, given, isFolders, matchesSegment)
  // A folder owns what is in it, and is no file itself.
  const within = parts.slice(0, -1).some((_, at) => fits(segments, parts.slice(0, at + 1)))
  if (folder) return within
  if (fits(segments, parts)) return true
  // `docs/*` owns what lies in docs itself; GitHub, other than git, does not go deeper. A name does.
  return named.at(-1) !== '*' && within
}

export interface Ownership {
  owners: readonly string[]
  paths: readonly string[]
}

/** Paths by who owns them, each path once; those that nobody owns are left out. */
export function ownership(lines: readonly OwnerLine[], paths: readonly string[]): Ownership[] {
  const groups = new Map<string, { owners: readonly string[]; paths: string[] }>()
  for (const path of new Set(paths)) {
    const owners = lines.findLast(({ pattern }) => ownsPath(pattern, path))?.owners ?? []
    if (owners.length === 0) continue
    const key = owners
      .map((owner) => owner.toLowerCase())
      .toSorted()
      .join(' ')
    const group = groups.get(key) ?? { owners, paths: [] }
    group.paths.push(path)
    groups.set(key, group)
  }
  return [...groups.values()]
}
