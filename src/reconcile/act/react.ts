// A reaction to somebody's comment: the receipt that its commands were read.

import { acknowledgementKey } from '../../store/acknowledgements.ts'
import type { ActionOf } from './action.ts'
import { once, type ActContext } from './context.ts'

/** GitHub gives the same reaction once however often it is asked for, so there is nothing to look for before. */
export async function react(
  action: ActionOf<'react'>,
  context: Pick<ActContext, 'lease' | 'key' | 'db' | 'author' | 'probe'>,
): Promise<boolean> {
  const { commentId, on, content } = action
  const { how } = await once<{ given: boolean }>(context, {
    key: acknowledgementKey(commentId, content === 'eyes' ? 'seen' : 'answered'),
    kind: 'react',
    intent: { commentId, on, content },
    find: () => Promise.resolve(undefined),
    carryOut: async () => ({ given: await context.author.issues.react(commentId, content) }),
    gone: { given: false },
  })
  return how === 'done'
}
