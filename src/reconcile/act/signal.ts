// Signals between plans, sent in the store with the wake-ups of those that wait.

import { sendSignal as send } from '../../store/signals.ts'
import type { ActionOf } from './action.ts'
import type { ActContext } from './context.ts'

/** Signal and wake-ups in one transaction. False when it had been sent before, also with another payload. */
export async function sendSignal(action: ActionOf<'send_signal'>, context: ActContext): Promise<boolean> {
  const { name, payload, wave, sha } = action
  const sending = await context.db.transaction().execute((trx) =>
    send(trx, context.task, { name, payload, wave, sha, taskKey: context.key }, async (inTrx, keys) => {
      context.probe('send_signal:between')
      await context.runs.wakeIn(inTrx, keys)
    }),
  )
  return sending === 'sent'
}
