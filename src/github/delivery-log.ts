// The App's own delivery log: what GitHub failed to deliver, and asking for it again.

import type { Octokit } from '@octokit/rest'
import type { DeliveryLog } from '../intake/redelivery.ts'
import { githubError } from './request-error.ts'

/** GET /app/hook/deliveries?status=failure and POST …/attempts, with the App's JWT. */
export function createDeliveryLog(app: Octokit): DeliveryLog {
  return {
    async *listFailed(since) {
      try {
        const pages = app.paginate.iterator(app.rest.apps.listWebhookDeliveries, {
          per_page: 100,
          status: 'failure',
        })
        for await (const { data } of pages) {
          for (const delivery of data) {
            // Newest first: from here on everything is older.
            if (new Date(delivery.delivered_at) < since) return
            yield { id: delivery.id, guid: delivery.guid }
          }
        }
      } catch (error) {
        throw githubError(error, 'listing failed webhook deliveries')
      }
    },
    async redeliver(id) {
      try {
        await app.rest.apps.redeliverWebhookDelivery({ delivery_id: id })
      } catch (error) {
        throw githubError(error, `asking for delivery ${id} again`)
      }
    },
  }
}
