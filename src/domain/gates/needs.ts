// What gates have to see of a change beyond what is on record.

import type { EffectivePolicy } from '../policy/effective.ts'
import { matchingGlob } from '../policy/glob.ts'

/** Documents read of one change; what is beyond is not looked at, and the gate says so. */
export const MOST_DOCUMENTS = 30

/** The changed documents whose statements have to be true, by path. */
export function documentsToRead(
  { gates }: Pick<EffectivePolicy, 'gates'>,
  paths: readonly string[],
): string[] {
  const globs = gates.truth.flatMap(({ documents }) => documents)
  return paths.filter((path) => matchingGlob(globs, path) !== undefined).toSorted()
}
