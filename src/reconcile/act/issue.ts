// Labels and state of the issue; GitHub makes these idempotent by itself.

import { labelDefinitions } from '../../domain/roster/labels.ts'
import { InternalError } from '../../errors.ts'
import type { ActionOf } from './action.ts'
import type { ActContext } from './context.ts'

export async function ensureLabels(action: ActionOf<'ensure_labels'>, context: ActContext): Promise<boolean> {
  if (context.pack === undefined) throw new InternalError('labels are defined by a pack, and there is none')
  const wanted = new Set(action.names)
  for (const label of labelDefinitions(context.pack, context.policy?.label).filter((definition) =>
    wanted.has(definition.name),
  )) {
    await context.author.issues.createLabel(label)
  }
  return true
}

export async function setLabels(action: ActionOf<'set_labels'>, context: ActContext): Promise<boolean> {
  const { issues } = context.author
  const { on = context.task.number, add, remove } = action
  if (add.length > 0) await issues.addLabels(on, add)
  for (const label of remove) await issues.removeLabel(on, label)
  return true
}

export async function closeIssue(context: ActContext): Promise<boolean> {
  await context.author.issues.close(context.task.number)
  return true
}
