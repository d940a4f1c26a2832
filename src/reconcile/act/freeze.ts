// Freezes in the store: put once per wave, announced once, lifted once.

import { liftFreeze as lift, noteNotice, putFreeze } from '../../store/freezes.ts'
import type { ActionOf } from './action.ts'
import type { ActContext } from './context.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** False when the wave had frozen something before, also something else. */
export async function freeze(action: ActionOf<'freeze'>, context: ActContext): Promise<boolean> {
  const { id, paths, symbols, sha, days, orchestrator, seats } = action
  const frozenAt = context.now()
  const expiresAt = days === undefined ? undefined : frozenAt + days * DAY_MS
  const rule = { orchestrator, seats }
  const wanted = { id, paths, symbols, sha, rule, taskKey: context.key, frozenAt, expiresAt }
  const put = await context.db.transaction().execute((trx) => putFreeze(trx, context.task, wanted))
  return put === 'frozen'
}

export async function noteFreezeNotice(
  action: ActionOf<'note_freeze_notice'>,
  context: ActContext,
): Promise<boolean> {
  return noteNotice(context.db, context.task, action.id, new Date(context.now()))
}

export async function liftFreeze(action: ActionOf<'lift_freeze'>, context: ActContext): Promise<boolean> {
  const at = new Date(context.now())
  return context.db.transaction().execute((trx) => lift(trx, context.task, action.id, action.by, at))
}
