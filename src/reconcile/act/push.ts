// A run's commit onto its branch, with an exact lease on what the branch was when it was looked at.

import type { ActionOf } from './action.ts'
import type { ActContext } from './context.ts'

export async function push(action: ActionOf<'push'>, context: ActContext): Promise<boolean> {
  context.probe('push:before')
  const { sha, branch, expected } = action
  await context.publisher.push(context.task, { sha, branch, expected, signal: context.signal })
  context.probe('push:after')
  return true
}
