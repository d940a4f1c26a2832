// A head into its base's merge queue, once: whoever is dropped is not put back by a repeated attempt. And out again, at our own word.

import type { EnqueueResult, QueueState } from '../../github/merge-queue-api.ts'
import type { ActionOf } from './action.ts'
import { once, type ActContext } from './context.ts'

type Enqueue = ActionOf<'enqueue'>

/** Remembers first that it is on its way out: a crash in between leaves no drop behind that nobody made. */
export async function dequeue({ pull, nodeId }: ActionOf<'dequeue'>, context: ActContext): Promise<boolean> {
  await context.remember(({ enqueued }) => ({
    enqueued: enqueued.map((one) => (one.pull === pull ? { ...one, leaving: true } : one)),
  }))
  context.probe('dequeue:before')
  await context.author.mergeQueue.dequeue(nodeId)
  context.probe('dequeue:after')
  return true
}

/** What an attempt that never wrote its receipt came to; undefined: nothing shows that there was one. */
function trace({ sha, after }: Enqueue, state: QueueState): EnqueueResult | undefined {
  if (state.inside || state.merged || state.removed?.id !== after) return { kind: 'already' }
  return state.headSha === sha ? undefined : { kind: 'moved', message: 'the head is another one now' }
}

/**
 * Remembers first which removal was the last: one that comes later, even while this process is down, is then known to be of this
 * head. A refusal is remembered as that of a merge is.
 */
export async function enqueue(action: Enqueue, context: ActContext): Promise<boolean> {
  const { pull, nodeId, sha, after } = action
  const { mergeQueue } = context.author
  await context.remember(({ enqueued }) => ({
    enqueued: [
      ...enqueued.filter((one) => one.pull !== pull),
      { pull, sha, ...(after === undefined ? {} : { after }) },
    ],
  }))
  const { how, receipt } = await once<EnqueueResult>(context, {
    key: `enqueue/${pull}/${sha}/${after ?? 'first'}`,
    kind: 'enqueue',
    intent: { pull, sha },
    find: async () => trace(action, await mergeQueue.look(nodeId)),
    carryOut: () => mergeQueue.enqueue(nodeId, sha),
  })
  if (receipt.kind === 'refused')
    await context.remember({ mergeRefusal: { sha, message: receipt.message, at: context.now() } })
  // Already there and not seen there yet: the next look may come a little later.
  return how === 'done' && receipt.kind !== 'already'
}
