// Sticky comments: updated in place where they exist, created once where they do not.

import { topicOf } from '../../domain/markers.ts'
import type { ActionOf } from './action.ts'
import { once, type ActContext } from './context.ts'

export async function comment(action: ActionOf<'comment'>, context: ActContext): Promise<boolean> {
  const { issues } = context.author
  if (action.commentId !== undefined) {
    await issues.updateComment(action.commentId, action.body)
    return true
  }
  const { how } = await once(context, {
    key: `comment/${action.on}/${action.topic}`,
    kind: 'comment',
    intent: { on: action.on, topic: action.topic },
    find: async () =>
      (await issues.ownComments(action.on)).find((own) => topicOf(own.body) === action.topic)?.id,
    carryOut: () => issues.createComment(action.on, action.body),
  })
  // Found is not up to date: the next pass sees it and compares its text.
  return how === 'done'
}
