// Which declarations that others may rely on a change removes or alters: exported ones, as lines of a patch show them.

import { NO_CODE, type ChangedFile } from '../freeze/violations.ts'
import { hunksOf, signatureAt, type Hunk } from '../freeze/signatures.ts'

export interface ApiChange {
  path: string
  /** As it was; undefined: GitHub does not show the change, so nobody can tell. */
  before: string | undefined
}

const C_LIKE = /^\s*(?:export\s+(?!\*|\{|type\s*\{)|pub(?:\([^)]*\))?\s+(?!use\b|mod\b)|public\s+)/
/** What a language takes for public where no word says so: Python names without an underscore, Go names with a capital. */
const BY_NAME: readonly [files: RegExp, line: RegExp][] = [
  [/\.pyi?$/i, /^(?:async\s+)?(?:def|class)\s+[A-Za-z]/],
  [/\.go$/i, /^(?:func\s+(?:\([^)]*\)\s*)?[A-Z]|type\s+[A-Z])/],
]
/** Names that a module hands on: a line of them that is gone takes its names away. */
const HANDED_ON = /^\s*(?:export\s*(?:\*|\{|type\s*\{)|pub(?:\([^)]*\))?\s+(?:use|mod)\b)/
/** Nobody outside relies on these. */
const INNER =
  /(?:^|\/)(?:tests?|__tests__|spec|bench(?:es|marks?)?|examples?|docs|scripts|tools|fixtures)\/|\.(?:test|spec|bench)\.\w+$|_test\.\w+$|(?:^|\/)test_\w+\.py$/i

const isPublic = (path: string, line: string): boolean =>
  C_LIKE.test(line) ||
  HANDED_ON.test(line) ||
  BY_NAME.some(([files, form]) => files.test(path) && form.test(line))

/** A declaration without its body and without the value of a constant: those may change behind the same promise. */
function promise(text: string): string {
  const arrow = text.indexOf('=>')
  if (arrow >= 0) return text.slice(0, arrow)
  if (HANDED_ON.test(text)) return text
  if (/\b(?:const|let|var|static)\b/.test(text) && !/\bfn\b/.test(text)) return text.split('=', 1)[0] ?? text
  let depth = 0
  for (const [at, sign] of Array.from(text).entries()) {
    if (sign === '(' || sign === '[') depth += 1
    if (sign === ')' || sign === ']') depth -= 1
    if (depth === 0 && (sign === '{' || (sign === ':' && text.slice(at + 1).trim() === '')))
      return text.slice(0, at)
  }
  return text
}

/** Of a list of names each by itself: one more takes none away. */
function each(text: string): string[] {
  const list = HANDED_ON.test(text) ? /^([^{]*)\{([^{}]*)\}(.*)$/.exec(text) : null
  if (list === null) return [promise(text)]
  const [, before = '', names = '', after = ''] = list
  return names.split(',').flatMap((name) => (name.trim() === '' ? [] : [`${before}{${name.trim()}}${after}`]))
}

function promises(path: string, hunk: Hunk, side: 'before' | 'after'): string[] {
  return hunk[side].flatMap(({ text, line }, at) =>
    line !== undefined && isPublic(path, text) ? each(signatureAt(hunk[side], at).text) : [],
  )
}

/** Exported declarations that are not there any more as they were. New ones break nobody. */
export function apiChanges(files: readonly ChangedFile[]): ApiChange[] {
  return files.flatMap(({ path, previousPath, patch }): ApiChange[] => {
    const before = previousPath ?? path
    if (NO_CODE.test(before) || INNER.test(before)) return []
    if (patch === undefined) return [{ path, before: undefined }]
    const hunks = hunksOf(patch)
    const kept = new Set(hunks.flatMap((hunk) => promises(path, hunk, 'after')))
    const lost = hunks.flatMap((hunk) => promises(before, hunk, 'before')).filter((text) => !kept.has(text))
    return lost.map((text) => ({ path, before: text }))
  })
}

/** Lines that a change adds and removes; a file that GitHub does not show counts none. */
export function linesOf(files: readonly ChangedFile[]): { added: number; removed: number } {
  const hunks = files.flatMap(({ patch }) => hunksOf(patch ?? ''))
  const count = (side: 'before' | 'after'): number =>
    hunks.reduce((sum, hunk) => sum + hunk[side].filter(({ changed }) => changed).length, 0)
  return { added: count('after'), removed: count('before') }
}
