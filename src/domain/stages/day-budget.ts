// The repository's budget for a day: what may not start any more today starts tomorrow by itself.

import { usd } from '../render/figures.ts'
import type { Snapshot } from '../snapshot.ts'

const DAY_MS = 24 * 60 * 60_000

/** Days are those of UTC: a repository has no time zone. Milliseconds since 1970, in and out. */
export const startOfDay = (now: number): number => Math.floor(now / DAY_MS) * DAY_MS
export const endOfDay = (now: number): number => startOfDay(now) + DAY_MS

/** Why no further run may start in this repository today; the same words all day, so that they are written once. */
export function dayProblem({ day, policy }: Pick<Snapshot, 'day' | 'policy'>): string | undefined {
  const { repository_day_usd: limit, run_usd: runUsd } = policy.limits
  if (day.usd + runUsd <= limit) return undefined
  const date = new Date(day.endsAt).toISOString().slice(0, 10)
  return `the repository's budget of ${usd(limit)} a day has no room left for another run of up to ${usd(runUsd)}; the work goes on by itself on ${date}, from 00:00 UTC`
}
