// A ruling is kept and the other side woken in one transaction: it says so on its own issue. And whose task has to ask for one is woken.

import { putRuling } from '../../store/rulings.ts'
import type { ActionOf } from './action.ts'
import type { ActContext } from './context.ts'

/** Conflicts remembered as told; a task has few. */
const MOST_TOLD = 100

/** Woken first, remembered then: a crash in between wakes it once more, which does nothing. */
export async function wakeTask(action: ActionOf<'wake_task'>, context: ActContext): Promise<boolean> {
  const { task, about } = action
  await context.db.transaction().execute((trx) => context.runs.wakeIn(trx, [task]))
  context.probe('wake_task:between')
  await context.remember(({ toldRivals }) => ({ toldRivals: [...toldRivals, about].slice(-MOST_TOLD) }))
  return true
}

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
