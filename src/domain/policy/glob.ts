// Path globs of policies and packs: a small dialect matched without regular expressions, so that no pattern can be slow.

import { z } from 'zod'

const MAX_PATTERN = 200
const MAX_ALTERNATIVES = 32

/** Every `{a,b}` written out, or why the pattern is refused. Braces do not nest. */
export function expandBraces(pattern: string): string[] | string {
  let expanded = ['']
  let rest = pattern
  while (rest.length > 0) {
    const open = rest.search(/[{}]/)
    if (open === -1) return expanded.map((head) => head + rest)
    const close = rest.indexOf('}', open)
    if (rest[open] === '}' || close === -1) return 'a brace is not closed or not opened'
    const inner = rest.slice(open + 1, close)
    if (inner.includes('{')) return 'braces inside braces are not supported'
    const before = rest.slice(0, open)
    expanded = expanded.flatMap((head) => inner.split(',').map((choice) => head + before + choice))
    if (expanded.length > MAX_ALTERNATIVES)
      return `the braces stand for more than ${MAX_ALTERNATIVES} patterns`
    rest = rest.slice(close + 1)
  }
  return expanded
}

/** Why a glob is refused, or null when it is valid. */
export function globProblem(pattern: string): string | null {
  if (pattern.length === 0) return 'it is empty'
  if (pattern.length > MAX_PATTERN) return `it is longer than ${MAX_PATTERN} characters`
  // oxlint-disable-next-line no-control-regex -- control characters are exactly what is looked for
  if (/[\u0000-\u001f\u007f]/.test(pattern)) return 'it contains a control character'
  const special = /[[\]()!\\]/.exec(pattern)
  if (special) return `\`${special[0]}\` is not supported`
  if (pattern.startsWith('/'))
    return 'it starts with a slash; paths are relative to the top of the repository'
  const alternatives = expandBraces(pattern)
  if (typeof alternatives === 'string') return alternatives
  for (const alternative of alternatives) {
    const segments = alternative.split('/')
    if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) {
      return 'it has an empty, `.` or `..` segment'
    }
    if (segments.some((segment) => segment.includes('**') && segment !== '**')) {
      return '`**` stands for whole folders only'
    }
  }
  return null
}

/** `*` within a folder, `**` for any folders, `?`, `{a,b}`. Hidden files match like any other. */
export const Glob = z.string().superRefine((pattern, context) => {
  const problem = globProblem(pattern)
  if (problem !== null) context.addIssue({ code: 'custom', message: `not a usable path pattern: ${problem}` })
})

/** Greedy wildcard match with one backtracking point: at most length × length steps. */
function matchesWildcard<T>(
  pattern: readonly T[],
  text: readonly T[],
  star: T,
  same: (p: T, t: T) => boolean,
): boolean {
  let p = 0
  let t = 0
  let starAt = -1
  let resumeAt = 0
  while (t < text.length) {
    const wanted = pattern[p]
    const given = text[t]
    if (wanted === star) {
      starAt = p
      resumeAt = t
      p += 1
    } else if (wanted !== undefined && given !== undefined && same(wanted, given)) {
      p += 1
      t += 1
    } else if (starAt !== -1) {
      p = starAt + 1
      resumeAt += 1
      t = resumeAt
    } else {
      return false
    }
  }
  while (pattern[p] === star) p += 1
  return p === pattern.length
}

const matchesSegment = (pattern: string, segment: string): boolean =>
  matchesWildcard(Array.from(pattern), Array.from(segment), '*', (p, t) => p === '?' || p === t)

/**
 * Whether a repository path (slashes, no leading slash) matches a glob. A glob that `globProblem` refuses matches nothing.
 * `ignoreCase` is for protection: on a case-insensitive disk `.GitHub` is `.github`.
 */
export function matchesGlob(pattern: string, path: string, options: { ignoreCase?: boolean } = {}): boolean {
  if (globProblem(pattern) !== null) return false
  const fold = (text: string): string => (options.ignoreCase === true ? text.toLowerCase() : text)
  const alternatives = expandBraces(fold(pattern))
  if (typeof alternatives === 'string') return false
  const segments = fold(path).split('/')
  return alternatives.some((one) => matchesWildcard(one.split('/'), segments, '**', matchesSegment))
}

/** The first of the globs that matches the path, or undefined. */
export const matchingGlob = (
  globs: readonly string[],
  path: string,
  options: { ignoreCase?: boolean } = {},
): string | undefined => globs.find((glob) => matchesGlob(glob, path, options))
