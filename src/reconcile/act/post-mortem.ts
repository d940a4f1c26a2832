// Opens the issue that looks back at a task.

import { taskKey } from '../../domain/ids.ts'
import type { IssueRef } from '../../github/hierarchy-api.ts'
import type { ActionOf } from './action.ts'
import { once, type ActContext } from './context.ts'

/**
 * Once, whatever crashes. Its number is remembered before it is woken: only by that it is known as handed over. Unlike a sub-issue it
 * is not linked to this task, because it is a task of its own.
 */
export async function openPostMortem(
  action: ActionOf<'open_post_mortem'>,
  context: ActContext,
): Promise<boolean> {
  const { hierarchy } = context.author
  const { topic, title, body, labels } = action
  const { receipt } = await once<IssueRef>(context, {
    key: `post_mortem/${topic}`,
    kind: 'post_mortem',
    intent: { topic, title },
    find: () => hierarchy.findOwn(topic, context.task.number),
    carryOut: () => hierarchy.create({ title, body, labels }),
  })
  await context.remember({ postMortem: receipt.number })
  context.probe('post_mortem:remembered')
  await context.db
    .transaction()
    .execute((trx) => context.runs.wakeIn(trx, [taskKey({ ...context.task, number: receipt.number })]))
  return true
}
