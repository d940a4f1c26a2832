// How a metric went from merge to merge, on one platform and machine.

import type { Sha } from '../ids.ts'
import type { Target } from '../roster/pack.ts'
import { change } from './verdict.ts'
import { logRatio } from './log-ratio.ts'

export interface TrendPoint {
  /** When it was merged, in milliseconds since 1970. */
  at: number
  commit: Sha
  /** The median, in the trend's unit. */
  value: number
}

export interface Trend {
  metric: string
  unit: string
  better: 'lower' | 'higher'
  platform: string
  /** The machine in words. */
  machine: string
  /** In the order of their merges. */
  points: readonly TrendPoint[]
  /** What later heads are compared with; undefined: nothing is saved. */
  baseline: number | undefined
}

/** The target that belongs to a trend. One in another unit does not. */
export const targetOf = (
  { metric, unit }: Pick<Trend, 'metric' | 'unit'>,
  targets: readonly Target[],
): Target | undefined => targets.find((target) => target.metric === metric && target.unit === unit)

/** From the point before, in words; undefined for the first, and where no ratio can be told. */
export function changeAt({ points, better }: Trend, i: number): string | undefined {
  const [before, now] = [points[i - 1]?.value, points[i]?.value]
  if (before === undefined || now === undefined || before < 0 || now < 0) return undefined
  return change(better === 'lower' ? logRatio(before, now) : logRatio(now, before))
}

/** The trend as it was after the last of these merges; none of its points when none of them is in it. */
export function until(trend: Trend, commits: ReadonlySet<Sha>): Trend {
  const last = trend.points.findLastIndex(({ commit }) => commits.has(commit))
  return { ...trend, points: trend.points.slice(0, last + 1) }
}
