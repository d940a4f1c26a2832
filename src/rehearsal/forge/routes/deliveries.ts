// The App's webhook deliveries: listing with a cursor, looking at one, sending it again.

import { z } from 'zod'
import { requireApp } from '../access.ts'
import { numberParam } from '../body.ts'
import type { DeliveryRecord } from '../forge.ts'
import { HttpError, notFound } from '../http-error.ts'
import { perPage } from '../pages.ts'
import { ok } from '../route.ts'
import type { Route, RouteContext } from '../route.ts'
import type { Webhooks } from '../webhooks.ts'

/** github.com keeps deliveries for three days (https://docs.github.com/webhooks, "Viewing webhook deliveries"). */
const KEPT_MS = 3 * 24 * 3_600_000

const jsonObject = z.record(z.string(), z.unknown())

const renderItem = (record: DeliveryRecord) => ({
  id: record.id,
  guid: record.guid,
  delivered_at: record.deliveredAt,
  redelivery: record.redelivery,
  // Seconds, to the hundredth.
  duration: Math.round(record.durationMs / 10) / 100,
  status: record.status,
  status_code: record.statusCode,
  event: record.event,
  action: record.action,
  installation_id: record.installationId,
  repository_id: record.repositoryId,
  throttled_at: null,
})

const render = (record: DeliveryRecord) => ({
  ...renderItem(record),
  url: record.url,
  request: { headers: record.requestHeaders, payload: jsonObject.parse(JSON.parse(record.payload)) },
  response: { headers: record.responseHeaders, payload: record.responseBody },
})

/** The outcome classes of the `status` filter: 200–399 is a success. */
const succeeded = (record: DeliveryRecord): boolean => record.statusCode >= 200 && record.statusCode < 400

/** The delivery routes over what `webhooks` has sent. */
export function createDeliveryRoutes(webhooks: Webhooks): readonly Route[] {
  /** The caller's deliveries still kept, newest first. */
  const kept = (c: RouteContext): DeliveryRecord[] => {
    const app = requireApp(c.caller)
    const oldest = c.world.now() - KEPT_MS
    return webhooks.deliveries
      .filter((record) => record.appId === app.id && Date.parse(record.deliveredAt) >= oldest)
      .toReversed()
  }
  const one = (c: RouteContext): DeliveryRecord => {
    const id = numberParam(c, 'delivery_id')
    const found = kept(c).find((record) => record.id === id)
    if (found === undefined) throw notFound()
    return found
  }

  return [
    {
      method: 'GET',
      path: '/app/hook/deliveries',
      access: 'jwt',
      handle(c) {
        const status = c.query.get('status')
        if (status !== null && status !== 'success' && status !== 'failure') {
          throw new HttpError(422, 'Invalid request.\n\nstatus must be one of: success, failure.')
        }
        const before = readCursor(c.query.get('cursor'))
        const rest = kept(c).filter(
          (record) => record.id < before && (status === null || succeeded(record) === (status === 'success')),
        )
        const size = perPage(c.query)
        const items = rest.slice(0, size)
        const last = items.at(-1)
        if (last === undefined || rest.length <= size) return ok(items.map(renderItem))
        const next = new URL('/api/v3/app/hook/deliveries', c.forge.url)
        for (const [name, value] of c.query) next.searchParams.set(name, value)
        next.searchParams.set('cursor', `v1_${last.id}`)
        return { status: 200, json: items.map(renderItem), headers: { link: `<${next.href}>; rel="next"` } }
      },
    },
    {
      method: 'GET',
      path: '/app/hook/deliveries/{delivery_id}',
      access: 'jwt',
      handle: (c) => ok(render(one(c))),
    },
    {
      method: 'POST',
      path: '/app/hook/deliveries/{delivery_id}/attempts',
      access: 'jwt',
      handle(c) {
        webhooks.redeliver(requireApp(c.caller), one(c))
        return { status: 202, json: {} }
      },
    },
  ]
}

/** The id a cursor points behind. Throws 400 for a cursor that was not ours. */
function readCursor(cursor: string | null): number {
  if (cursor === null || cursor === '') return Infinity
  const id = /^v1_(\d+)$/.exec(cursor)?.[1]
  if (id === undefined) throw new HttpError(400, 'Invalid cursor')
  return Number(id)
}
