// A verdict as a pull-request review; findings outside the diff go into the body, where GitHub would refuse them inline.

import { topicOf } from '../../domain/markers.ts'
import { placeFindings } from '../../domain/render/place-findings.ts'
import { InternalError } from '../../errors.ts'
import type { ActionOf } from './action.ts'
import { once, type ActContext } from './context.ts'

export async function review(action: ActionOf<'review'>, context: ActContext): Promise<boolean> {
  const client = action.as === 'reviewer' ? context.reviewer : context.author
  if (client === undefined)
    throw new InternalError('a review as the reviewer App was decided, but there is none')
  const { pulls } = client
  const { how } = await once(context, {
    key: `review/${action.pull}/${action.topic}`,
    kind: 'review',
    intent: { pull: action.pull, topic: action.topic, event: action.event },
    find: async () =>
      (await pulls.reviews(action.pull)).find((own) => topicOf(own.body) === action.topic)?.id,
    carryOut: async () => {
      const patches =
        action.findings.length > 0 ? await pulls.patches(action.pull) : new Map<string, string>()
      const placed = placeFindings(action.body, action.findings, patches)
      return pulls.review(action.pull, {
        sha: action.sha,
        event: action.event,
        body: placed.body,
        comments: placed.inline,
      })
    },
  })
  return how === 'done'
}

/** Resolves first: what was said is the receipt for both. */
export async function answerThread(
  action: ActionOf<'answer_thread'>,
  context: Pick<ActContext, 'lease' | 'key' | 'db' | 'author' | 'reviewer' | 'probe'>,
): Promise<boolean> {
  const { pull, thread, comment, topic, body, resolve } = action
  const client = action.as === 'reviewer' ? context.reviewer : context.author
  if (client === undefined)
    throw new InternalError('an answer as the reviewer App was decided, but there is none')
  // GitHub asks for `contents: write` here, which the reviewer App does not have.
  if (resolve) await context.author.pulls.resolveThread(thread)
  const { how } = await once<{ id: number | undefined }>(context, {
    key: `thread/${pull}/${topic}`,
    kind: 'thread',
    intent: { pull, comment, topic },
    find: async () => {
      const found = (await client.pulls.botReplies(pull)).find((own) => topicOf(own.body) === topic)
      return found && { id: found.id }
    },
    carryOut: async () => ({ id: await client.pulls.reply(pull, comment, body) }),
  })
  return how === 'done'
}
