// A ruling is kept and the other side woken in one transaction: it says so on its own issue.

import { putRuling } from '../../store/rulings.ts'
import type { ActionOf } from './action.ts'
import type { ActContext } from './context.ts'

export async function rule(action: ActionOf<'rule'>, context: ActContext): Promise<boolean> {
  const { first, second } = action.ruling.conflict
  const others = [...new Set([first.task, second.task])].filter((key) => key !== context.key)
  context.probe('rule:before')
  const isNew = await context.db.transaction().execute(async (trx) => {
    const kept = await putRuling(trx, action.ruling)
    context.probe('rule:between')
    if (kept && others.length > 0) await context.runs.wakeIn(trx, others)
    context.probe('rule:woken')
    return kept
  })
  context.probe('rule:after')
  return isNew
}
