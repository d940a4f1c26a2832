// Whether a merged wave changed the documentation that rules of the policy ask for.

import type { Gates } from '../gates/kinds/index.ts'
import { matchingGlob } from '../policy/glob.ts'
import { heldBy, type TaskFacts } from '../roster/conditions.ts'

/** A wave, as its route and its runs tell of it. */
export interface Changed {
  paths: readonly string[]
  /** The number that people know it by. */
  wave: number
  task: TaskFacts
  labels: readonly string[]
}

const touches = (paths: readonly string[], globs: readonly string[]): boolean =>
  paths.some((path) => matchingGlob(globs, path) !== undefined)

/** Undefined where no rule is about what it changed: then there was nothing to document. */
export function documented(
  rules: Gates['documentation'],
  { paths, wave, task, labels }: Changed,
): boolean | undefined {
  const due = rules.filter(
    ({ when, changed }) =>
      touches(paths, changed) &&
      (when === undefined ||
        (heldBy(when, task, labels) !== undefined &&
          (when.waves === undefined || when.waves.includes(wave)) &&
          (when.paths === undefined || touches(paths, when.paths)))),
  )
  return due.length === 0 ? undefined : due.every(({ needs }) => touches(paths, needs))
}
