// Whether two heads bring the same change: then a rebase moved the work and left it as it is.

import type { ChangedFile } from '../freeze/violations.ts'
import type { Sha } from '../ids.ts'
import type { Change } from '../snapshot.ts'

/** GitHub lists at most this many files of a comparison (REST, "Compare two commits"): there may be more. */
const MOST_FILES = 300

const HUNK = /^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@.*$/gm

/**
 * What the change is whatever it stands on: every line of every hunk, and not where the hunk begins. Other than `git patch-id`,
 * spaces count: in some languages they are the program. Undefined where GitHub shows it in part only: then nobody can tell.
 */
export function patchIdentity(files: readonly ChangedFile[]): string | undefined {
  if (files.length === 0 || files.length >= MOST_FILES) return undefined
  if (files.some(({ patch }) => patch === undefined)) return undefined
  return JSON.stringify(
    files
      .map(({ path, previousPath, patch }) => [path, previousPath ?? '', patch?.replaceAll(HUNK, '@@') ?? ''])
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  )
}

/** Earlier heads of a pull request whose change is that of this head. */
export function samePatchHeads(pull: { number: number; headSha: Sha }, changed: readonly Change[]): Sha[] {
  const own = changed.filter((change) => change.pull === pull.number)
  const now = own.find(({ sha }) => sha === pull.headSha)
  const wanted = now === undefined ? undefined : patchIdentity(now.files)
  if (wanted === undefined) return []
  return own
    .filter(({ sha, files }) => sha !== pull.headSha && patchIdentity(files) === wanted)
    .map(({ sha }) => sha)
}
