// Parking: the task stops, says why and what would bring it on again, and waits for a person. Never silent, never a loop.

import { parkedComment } from '../render/parked-comment.ts'
import type { Snapshot } from '../snapshot.ts'
import { stickyComment } from './comments.ts'
import { wait, type StageResult } from './stage.ts'

/** Stops with one sticky comment; whatever the person changes brings the next pass, which decides anew. */
export function parked(snapshot: Snapshot, why: string): StageResult {
  const { issue } = snapshot
  return wait(
    `parked: ${why}`,
    stickyComment(issue.number, issue.comments, 'parked', parkedComment(why)),
    'blocked',
  )
}
