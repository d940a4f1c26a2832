// Sticky comments: one per topic; an action only when what stands there differs from what should.

import type { Action } from '../actions.ts'
import { sameText, withMarker } from '../markers.ts'
import type { OwnComment } from '../snapshot.ts'

/** The actions (none or one) that make the sticky comment of `topic` on `number` read `body`. */
export function stickyComment(
  number: number,
  comments: readonly OwnComment[],
  topic: string,
  body: string,
): Action[] {
  const marked = withMarker(topic, body)
  const existing = comments.find((comment) => comment.topic === topic)
  if (existing !== undefined && sameText(existing.body, marked)) return []
  return [{ do: 'comment', on: number, topic, body: marked, commentId: existing?.id }]
}
