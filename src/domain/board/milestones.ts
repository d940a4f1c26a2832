// Milestones of a repository: plans, and those of GitHub. Each that is reached or missed is announced once.

import type { TaskKey } from '../ids.ts'

export interface Milestone {
  /** `plan-2`, or `github-3` for the third of GitHub's. */
  id: string
  /** What people call it: the plan's id, or `milestone`. */
  name: string
  title: string
  /** The issue of the plan; undefined for one of GitHub's. */
  task: TaskKey | undefined
  /** YYYY-MM-DD, the day at whose end (UTC) it has to be reached; undefined: it has none. */
  day: string | undefined
  /** When a plan was said to be complete, or a milestone closed, in milliseconds since 1970; undefined: not yet. */
  reachedAt: number | undefined
}

export interface Announcement {
  milestone: Milestone
  state: 'reached' | 'missed'
  /** The topic of its comment, unique for ever: a day that is moved can be missed again. */
  topic: string
}

/** The first moment after the day. */
export const endOfDay = (day: string): number => Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60_000

export const isLate = ({ day, reachedAt }: Milestone, now: number): boolean =>
  day !== undefined && reachedAt === undefined && endOfDay(day) <= now

/** All that there is to say about milestones by now, whether it was said or not. */
export function announcements(milestones: readonly Milestone[], now: number): Announcement[] {
  return milestones.flatMap((milestone): Announcement[] => {
    const { id, day, reachedAt } = milestone
    if (reachedAt !== undefined) return [{ milestone, state: 'reached', topic: `milestone-${id}-reached` }]
    return isLate(milestone, now)
      ? [{ milestone, state: 'missed', topic: `milestone-${id}-missed-${day ?? ''}` }]
      : []
  })
}

/** When the next one will be missed, unless it is reached; in milliseconds since 1970. */
export function nextMissed(milestones: readonly Milestone[], now: number): number | undefined {
  const ends = milestones.flatMap(({ day, reachedAt }) =>
    day === undefined || reachedAt !== undefined || endOfDay(day) <= now ? [] : [endOfDay(day)],
  )
  return ends.length === 0 ? undefined : Math.min(...ends)
}
