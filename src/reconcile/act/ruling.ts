// A ruling is kept and the other side woken in one transaction: it says so on its own issue.

import { putRuling } from '../../store/rulings.ts'
import type { ActionOf } from './action.ts'
import type { ActContext } from './context.ts'

export async function rule(action: ActionOf<'rule'>, context: ActContext): Promise<boolean> {
  const { first, second } = action.ruling.conflict
  const others = [...new Set([first.task, second.task])].filter((key) => key !== context.key)
  return context.db.transaction().execute(async (trx) => {
    const isNew = await putRuling(trx, action.ruling)
    context.probe('rule:between')
    if (isNew && others.length > 0) await context.runs.wakeIn(trx, others)
    return isNew
  })
}
