// Parking: the task stops, says why and what would bring it on again, and waits for a person. Never silent, never a loop.

import { parkedComment, restingComment } from '../render/parked-comment.ts'
import type { Snapshot } from '../snapshot.ts'
import { stickyComment } from './comments.ts'
import { dayProblem } from './day-budget.ts'
import { wait, type StageResult } from './stage.ts'

/** Stops with one sticky comment; whatever the person changes brings the next pass, which decides anew. */
export function parked(snapshot: Snapshot, why: string): StageResult {
  const { issue } = snapshot
  // Tomorrow comes without a person.
  const resting = dayProblem(snapshot) === why
  const body = resting ? restingComment(why) : parkedComment(why)
  return {
    ...wait(`parked: ${why}`, stickyComment(issue.number, issue.comments, 'parked', body), 'blocked'),
    ...(resting ? { resting } : {}),
  }
}
