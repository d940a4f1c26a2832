// What the project wants to reach, against what was last measured and what is on record.

import { figuresOf, type Figure } from '../benchmarks/figures-of.ts'
import type { Sha } from '../ids.ts'
import type { PlatformName } from '../results.ts'
import type { Target } from '../roster/pack.ts'
import type { ValidationRecord } from '../snapshot.ts'
import { baselineOf } from './baselines.ts'
import type { Baseline } from './gate.ts'
import { latestValidation } from './records.ts'

export const reached = ({ op, value }: Pick<Target, 'op' | 'value'>, now: number): boolean =>
  op === '<=' ? now <= value : now >= value

export interface TargetRow {
  target: Target
  /** Undefined: it was not measured on this head. */
  now: { figure: Figure; platform: PlatformName } | undefined
  baseline: Baseline | undefined
  /** Undefined: nobody can say, because it was not measured, or in another unit. */
  reached: boolean | undefined
}

/** What was measured on a head, by platform: of each question the result in force. */
function measuredOn(
  head: Sha,
  validations: readonly ValidationRecord[],
): { figure: Figure; platform: PlatformName }[] {
  return validations.flatMap((record) => {
    const { state, headSha, platform, result, confirms } = record
    if (state !== 'done' || headSha !== head || result === undefined || confirms) return []
    if (latestValidation(validations, record, head) !== record) return []
    return figuresOf(result).map((figure) => ({ figure, platform }))
  })
}

/** A row per target and platform that measured it; one without a figure for a target that none did. */
export function targetRows(
  targets: readonly Target[],
  head: Sha,
  validations: readonly ValidationRecord[],
  baselines: readonly Baseline[],
): TargetRow[] {
  const measured = targets.length === 0 ? [] : measuredOn(head, validations)
  return targets.flatMap((target): TargetRow[] => {
    const found = measured.filter(({ figure }) => figure.metric === target.metric)
    if (found.length === 0) return [{ target, now: undefined, baseline: undefined, reached: undefined }]
    return found.map((now) => ({
      target,
      now,
      baseline: baselineOf(baselines, { ...now.figure, platform: now.platform }),
      reached: now.figure.unit === target.unit ? reached(target, now.figure.median) : undefined,
    }))
  })
}
