// Freezes in the store: put once per wave, announced once, lifted once.

import { TaskKey } from '../../domain/ids.ts'
import { liftFreeze as lift, noteNotice, putFreeze } from '../../store/freezes.ts'
import { linkedTasks, refOf } from '../../store/tasks.ts'
import type { ActionOf } from './action.ts'
import type { ActContext } from './context.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Whose checks a change of freezes may turn: the tasks of open pull requests, and those of people by themselves. Listed before
 * the change is stored, so that a crash in between lists them again; one that is opened at that very moment is told by its
 * next push.
 */
async function concerned({ author, db, task, key }: ActContext): Promise<TaskKey[]> {
  const refs = (await author.record.openPulls()).map(({ number }) => refOf({ ...task, number }))
  const links = await linkedTasks(db, refs)
  const keys = new Set(refs.map((ref) => links.get(ref) ?? TaskKey.parse(ref)))
  return [...keys].filter((one) => one !== key).sort()
}

/** False when the wave had frozen something before, also something else. */
export async function freeze(action: ActionOf<'freeze'>, context: ActContext): Promise<boolean> {
  const { id, paths, symbols, sha, days, orchestrator, seats } = action
  const frozenAt = context.now()
  const expiresAt = days === undefined ? undefined : frozenAt + days * DAY_MS
  const rule = { orchestrator, seats }
  const wanted = { id, paths, symbols, sha, rule, taskKey: context.key, frozenAt, expiresAt }
  const others = await concerned(context)
  return context.db.transaction().execute(async (trx) => {
    const put = await putFreeze(trx, context.task, wanted)
    if (put === 'frozen') await context.runs.wakeIn(trx, others)
    return put === 'frozen'
  })
}

export async function noteFreezeNotice(
  action: ActionOf<'note_freeze_notice'>,
  context: ActContext,
): Promise<boolean> {
  return noteNotice(context.db, context.task, action.id, new Date(context.now()))
}

export async function liftFreeze(action: ActionOf<'lift_freeze'>, context: ActContext): Promise<boolean> {
  const at = new Date(context.now())
  const others = await concerned(context)
  return context.db.transaction().execute(async (trx) => {
    const lifted = await lift(trx, context.task, action.id, action.by, at)
    if (lifted) await context.runs.wakeIn(trx, others)
    return lifted
  })
}
