// Which paths a wave has changed, as the host committed them for its attempts.

import type { RunRecord } from '../snapshot.ts'

/** Each path once, in the order in which they were changed first. */
export const changedPaths = (attempts: readonly RunRecord[]): string[] => [
  ...new Set(attempts.flatMap((run) => (run.outcome?.kind === 'done' ? run.outcome.paths : []))),
]
