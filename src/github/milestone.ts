// The milestone of an issue, as the task query asks for it.

import { z } from 'zod'
import type { IssueObservation } from '../domain/snapshot.ts'

/** Null or left out: the issue is in none. */
export const milestoneAnswer = z
  .object({
    title: z.string(),
    state: z.enum(['OPEN', 'CLOSED']),
    dueOn: z.iso.datetime().nullable(),
  })
  .nullish()

/**
 * The day that an open milestone is due on; nothing for one without a date. GitHub keeps a day and shows it as a moment in the
 * morning of it (UTC): the hour says nothing.
 */
export const toMilestone = (answer: z.infer<typeof milestoneAnswer>): Pick<IssueObservation, 'milestone'> =>
  answer?.state === 'OPEN' && answer.dueOn !== null
    ? { milestone: { title: answer.title, due: answer.dueOn.slice(0, 10) } }
    : {}
