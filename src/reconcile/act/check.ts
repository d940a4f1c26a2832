// Our check runs: one per name and head, rewritten in place.

import type { ActionOf } from './action.ts'
import { once, type ActContext } from './context.ts'

export async function check(action: ActionOf<'check'>, context: ActContext): Promise<boolean> {
  const { checks } = context.author
  const { name, sha, status, conclusion, title, summary } = action
  const input = { name, sha, status, conclusion, title, summary, externalId: action.digest }
  if (action.checkId !== undefined) {
    await checks.update(action.checkId, input)
    return true
  }
  const { how, receipt } = await once(context, {
    key: `check/${sha}/${name}`,
    kind: 'check',
    intent: { name, sha },
    find: () => checks.find(sha, name),
    carryOut: () => checks.create(input),
  })
  // One that an earlier attempt left behind may say something older.
  if (how === 'found') await checks.update(receipt, input)
  return true
}
