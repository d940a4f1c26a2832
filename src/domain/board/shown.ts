// What the last pass saw of a task that a board and the key figures tell of: GitHub is not asked again for either.

import { z } from 'zod'
import { Sha } from '../ids.ts'
import type { IssueObservation, PullObservation } from '../snapshot.ts'
import type { TaskState } from '../stages/stage.ts'

export const Shown = z.strictObject({
  title: z.string(),
  /** As the label `state:` says it; left out: nothing was said of the task yet. */
  state: z.enum(['running', 'in-review', 'blocked', 'done']).optional(),
  /** Waves whose pull request was merged: the head that was, and when, in milliseconds since 1970 as all times here. */
  merged: z.array(z.strictObject({ wave: z.int(), head: Sha, at: z.number() })).default([]),
  /** When its issue was first seen closed; left out: it is open. */
  endedAt: z.number().optional(),
})
export type Shown = z.infer<typeof Shown>

/** As much of a snapshot as is kept. */
export interface Looked {
  issue: Pick<IssueObservation, 'title' | 'state'>
  waves: readonly {
    index: number
    pull: Pick<PullObservation, 'state' | 'headSha' | 'mergedAt'> | undefined
  }[]
}

/** `state`: what this pass says of the task; undefined leaves what was said before. */
export function shownOf(
  before: Shown | undefined,
  { issue, waves }: Looked,
  state: TaskState | undefined,
  now: number,
): Shown {
  const known = before?.merged ?? []
  const seen = waves.flatMap(({ index, pull }) =>
    pull?.state !== 'merged' || known.some(({ wave, head }) => wave === index && head === pull.headSha)
      ? []
      : [{ wave: index, head: pull.headSha, at: pull.mergedAt ?? now }],
  )
  const said = state ?? before?.state
  return {
    title: issue.title,
    ...(said === undefined ? {} : { state: said }),
    merged: [...known, ...seen],
    ...(issue.state === 'closed' ? { endedAt: before?.endedAt ?? now } : {}),
  }
}
