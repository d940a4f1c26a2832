// The order of work that is ready: each task starts by the time it became ready plus its patience, and the earliest goes first.
//
// A place is one number that never changes while a task waits, so waiting needs no updates: fresh tasks line up behind.

import { RoadmapLevel } from '../roster/routing-tables.ts'
import { HIGHEST_SCORE } from './factors.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR

/**
 * Least and most patience by level. The bands do not meet, so of tasks that became ready together every one of a higher level
 * goes first. The gap between two bands is how long a task of the lower level always waits for the higher one, and the
 * distance from most to the least above is how long it waits at all.
 */
export const PATIENCE: Readonly<Record<RoadmapLevel, { least: number; most: number }>> = {
  critical: { least: 0, most: 2 * HOUR },
  high: { least: 6 * HOUR, most: 12 * HOUR },
  medium: { least: DAY, most: 2 * DAY },
  low: { least: 3 * DAY, most: 4 * DAY },
  future: { least: 7 * DAY, most: 10 * DAY },
}

/** No patience is longer: whatever became ready so much later than a task comes after it. */
export const MOST_PATIENCE_MS = PATIENCE.future.most

/**
 * How long a task may wait, in milliseconds: within the band of its level, the shorter the higher the score. The score 1 has
 * the middle of the band.
 */
export function patienceMs(level: RoadmapLevel, score: number): number {
  const { least, most } = PATIENCE[level]
  return least + Math.round((most - least) / (1 + score))
}

/** The place of a task in the queue, in milliseconds since 1970: the smallest goes first. Takes when it became ready. */
export const readyOrder = (queuedAtMs: number, level: RoadmapLevel, score: number): number =>
  queuedAtMs + patienceMs(level, score)

/** The next higher level; undefined for the highest. */
export const levelAbove = (level: RoadmapLevel): RoadmapLevel | undefined =>
  RoadmapLevel.options[RoadmapLevel.options.indexOf(level) - 1]

/** After how long a wait a task goes before any task of `level` that only then becomes ready, whatever its score. */
export const outranksAfterMs = (task: { level: RoadmapLevel; score: number }, level: RoadmapLevel): number =>
  Math.max(0, patienceMs(task.level, task.score) - patienceMs(level, HIGHEST_SCORE))
