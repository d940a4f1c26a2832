// Which frozen paths and symbols a change touches.
//
// A file that a frozen glob matches may not change at all; letter case is not looked at. Of a frozen symbol no declaration may
// change: `changed` and `removed` compare whole signatures before and after, wherever in a file they stand, so that moving or
// reformatting one is no violation. `added`: a file that shows the declaration gets a second one beside it, an overload; that
// counts, because which of the two a caller means may change, and in some languages the later one replaces the first. A
// declaration of the same name in a file that shows none is somebody else's, as bindings in another language are, and allowed.
// What a declared type consists of is not looked at: freeze its file for that.

import type { TaskKey } from '../ids.ts'
import { matchingGlob } from '../policy/glob.ts'
import { binds, type Freeze } from './freeze.ts'
import { hunksOf, signatureAt, type Hunk, type Signature } from './signatures.ts'
import { matcher, type Matcher } from './symbols.ts'

export interface ChangedFile {
  path: string
  /** The former path of a renamed file. */
  previousPath?: string
  /** Unified diff; '': no line changed. Left out: unknown, as GitHub leaves it out for large files. */
  patch?: string
}

export interface FrozenChange {
  task: TaskKey
  /** Whether the plan of this task is complete: until then its own freezes do not bind it. */
  complete: boolean
  paths: readonly ChangedFile[]
}

export type Violation = { freeze: Freeze; path: string } & (
  | { kind: 'path'; glob: string }
  | {
      kind: 'symbol'
      symbol: string
      what: 'changed' | 'removed' | 'added'
      /** Where it stood before; of an added one, where it stands now. Undefined: above what the patch shows. */
      line: number | undefined
      before: string | undefined
      after: string | undefined
    }
  /** The patch is not known, so nobody can tell: it does not pass. */
  | { kind: 'unseen'; symbols: readonly string[] }
)

/** Files that declare nothing; of every other it is assumed that they could. */
export const NO_CODE =
  /(?:^|\/)(?:license|notice|authors|\.[^/]*ignore)$|\.(?:md|mdx|txt|rst|adoc|json|jsonl|ya?ml|toml|lock|csv|tsv|svg|png|jpe?g|gif|webp|ico|pdf|css|scss|html?|xml|woff2?|zip|gz|wasm|snap)$/i

/** Whether a file of this name could declare something. */
export const mayDeclare = (path: string): boolean => !NO_CODE.test(path)

/** More mentions than this in one file are generated code: the rest are compared by their first lines alone. */
const MANY = 500

function declarations(match: Matcher, hunks: readonly Hunk[], side: 'before' | 'after'): Signature[] {
  let mentions = 0
  return hunks.flatMap((hunk) =>
    hunk[side].flatMap(({ text }, index) => {
      if (!match.declares(text)) return []
      mentions += 1
      const signature = signatureAt(hunk[side], index, mentions > MANY ? 1 : undefined)
      // A call over several lines looks like a declaration until its end is seen.
      return match.declares(signature.raw) ? [signature] : []
    }),
  )
}

const without = (some: readonly Signature[], others: readonly Signature[]): Signature[] => {
  const known = new Set(others.map(({ text }) => text))
  return some.filter(({ text }) => !known.has(text))
}

function symbolViolations(freeze: Freeze, path: string, hunks: readonly Hunk[], symbol: string): Violation[] {
  const match = matcher(symbol)
  const before = declarations(match, hunks, 'before')
  const after = declarations(match, hunks, 'after')
  const lost = without(before, after)
  const gained = without(after, before)
  const base = { freeze, path, kind: 'symbol', symbol } as const
  if (lost.length > 0) {
    return lost.map((signature, index) => {
      const replacement = gained[index] ?? gained.at(-1)
      const what = replacement === undefined ? ('removed' as const) : ('changed' as const)
      return { ...base, what, line: signature.line, before: signature.text, after: replacement?.text }
    })
  }
  if (before.length === 0) return []
  return gained.map(({ line, text }) => ({
    ...base,
    what: 'added' as const,
    line,
    before: undefined,
    after: text,
  }))
}

function ofFile(freeze: Freeze, file: ChangedFile): Violation[] {
  const { path, previousPath, patch } = file
  const glob = [path, previousPath ?? path]
    .map((one) => matchingGlob(freeze.paths, one, { ignoreCase: true }))
    .find((one) => one !== undefined)
  if (glob !== undefined) return [{ freeze, path, kind: 'path', glob }]
  if (freeze.symbols.length === 0 || (NO_CODE.test(path) && NO_CODE.test(previousPath ?? path))) return []
  if (patch === undefined) return [{ freeze, path, kind: 'unseen', symbols: freeze.symbols }]
  const hunks = hunksOf(patch)
  return freeze.symbols.flatMap((symbol) => symbolViolations(freeze, path, hunks, symbol))
}

/**
 * What a change breaks of the freezes that bind now. Lifted and expired ones do not; the freezing plan's own do not bind
 * it before it is complete.
 */
export function freezeViolations(freezes: readonly Freeze[], change: FrozenChange, now: number): Violation[] {
  return freezes
    .filter((freeze) => binds(freeze, now) && (freeze.taskKey !== change.task || change.complete))
    .flatMap((freeze) => change.paths.flatMap((file) => ofFile(freeze, file)))
}
