// The declarations that a patch changes, as far as its text shows them.

import type { Sha } from '../domain/ids.ts'
import { changedSymbols } from '../domain/conflicts/detect.ts'
import type { ChangedFile } from '../domain/freeze/violations.ts'
import { git } from './git.ts'
import type { Mirror } from './mirror.ts'

/** Of one patch; more is generated code. */
const MOST_SYMBOLS = 300
const MOST_BYTES = 10_000_000

/** The files of a patch as git writes it; one whose name git has to quote is left out. */
export function filesOfPatch(patch: string): ChangedFile[] {
  return patch
    .split(/^diff --git /m)
    .slice(1)
    .flatMap((text) => {
      const at = text.search(/^@@/m)
      if (at === -1) return []
      const head = text.slice(0, at)
      const path = /^\+\+\+ b\/(.+)$/m.exec(head)?.[1] ?? /^--- a\/(.+)$/m.exec(head)?.[1]
      return path === undefined ? [] : [{ path, patch: text.slice(at) }]
    })
}

/** As `path name`, in order. A patch too large to be read to its end shows what its beginning does. */
export async function symbolsBetween(
  mirror: Mirror,
  from: Sha,
  tree: Sha,
  signal?: AbortSignal,
): Promise<string[]> {
  const flags = ['-p', '-r', '--no-renames', '--no-ext-diff', '--no-textconv', '--no-color']
  const { stdout } = await git(['diff-tree', ...flags, from, tree], {
    gitDir: mirror.dir,
    maxBytes: MOST_BYTES,
    signal,
  })
  const symbols = filesOfPatch(stdout.toString('utf8')).flatMap((file) =>
    changedSymbols(file).map((name) => `${file.path} ${name}`),
  )
  return symbols.toSorted().slice(0, MOST_SYMBOLS)
}
