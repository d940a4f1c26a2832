// Recovers webhooks that never reached us: GitHub does not send them again by itself.

import { asError } from '../errors.ts'
import { knownDeliveries } from '../store/deliveries.ts'
import type { Log } from '../store/log.ts'
import type { Store } from '../store/open.ts'

export interface FailedDelivery {
  /** The number GitHub gives the attempt; what redeliver() takes. */
  id: number
  /** X-GitHub-Delivery: the same for every attempt. */
  guid: string
}

/** The App's delivery log. GET /app/hook/deliveries?status=failure and POST /app/hook/deliveries/{id}/attempts. */
export interface DeliveryLog {
  /** Failed attempts since a time, newest first. */
  listFailed(since: Date): AsyncIterable<FailedDelivery>
  redeliver(id: number): Promise<void>
}

export interface RedeliverySweep {
  /** How many attempts GitHub lists as failed. */
  listed: number
  /** How many were asked for again. */
  redelivered: number
}

/** GitHub keeps deliveries for 3 days. https://docs.github.com/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks */
const KEPT_MS = 3 * 24 * 60 * 60 * 1000
const PAGE = 100

/**
 * Asks for every failed delivery that we never stored, once per GUID. One that cannot be asked for is logged and left for the
 * next sweep. Errors of listFailed() are passed on.
 */
export async function sweepRedeliveries(
  store: Pick<Store, 'db'>,
  deliveries: DeliveryLog,
  now: Date,
  log: Log,
): Promise<RedeliverySweep> {
  const asked = new Set<string>()
  const sweep: RedeliverySweep = { listed: 0, redelivered: 0 }

  async function handle(page: readonly FailedDelivery[]): Promise<void> {
    const known = await knownDeliveries(
      store.db,
      page.map(({ guid }) => guid),
    )
    for (const { id, guid } of page) {
      if (known.has(guid) || asked.has(guid)) continue
      asked.add(guid)
      try {
        await deliveries.redeliver(id)
        sweep.redelivered++
      } catch (error) {
        log.warn({ err: asError(error), guid }, 'a lost webhook could not be asked for again')
      }
    }
  }

  let page: FailedDelivery[] = []
  for await (const failed of deliveries.listFailed(new Date(now.getTime() - KEPT_MS))) {
    sweep.listed++
    page.push(failed)
    if (page.length < PAGE) continue
    await handle(page)
    page = []
  }
  await handle(page)
  return sweep
}
