// Merged waves save what was measured of them: later heads are compared with it, and trends are drawn from it.

import type { Action } from '../actions.ts'
import { proceed, type RoutedTask, type StageResult } from './stage.ts'

/**
 * The figures of the head stand for the merge: what was merged beside it is not in them, but is in those of the next head. Whoever
 * merged, and however late it is seen, each head is saved once.
 */
export function saving({ snapshot }: RoutedTask): StageResult {
  const { waves, base, unsaved = [] } = snapshot
  const actions = waves.flatMap(({ pull }): Action[] =>
    pull?.state === 'merged' && pull.mergeSha !== undefined && unsaved.includes(pull.headSha)
      ? [{ do: 'save_measurements', head: pull.headSha, mergedAs: pull.mergeSha, branch: base.branch }]
      : [],
  )
  return proceed('figures of merged waves are saved', actions)
}
