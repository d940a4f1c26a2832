// From a verified request to the row that is stored.

import type { IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { DeliveryId } from '../domain/ids.ts'
import { UserError } from '../errors.ts'
import type { NewDelivery } from '../store/deliveries.ts'
import { compressPayload } from '../store/payload.ts'
import { mapDelivery } from './map-delivery.ts'
import { Envelope } from './payloads.ts'

const EventName = z.string().regex(/^[a-z0-9_]{1,64}$/)

export interface DeliveryHeaders {
  guid: string
  event: string
}

/** The two headers every delivery has. Raises UserError when one is missing or malformed. */
export function parseHeaders(headers: IncomingHttpHeaders): DeliveryHeaders {
  const guid = DeliveryId.safeParse(headers['x-github-delivery'])
  if (!guid.success) {
    throw new UserError('X-GitHub-Delivery is missing or malformed', 'send a GUID, as GitHub does')
  }
  const event = EventName.safeParse(headers['x-github-event'])
  if (!event.success) {
    throw new UserError('X-GitHub-Event is missing or malformed', 'send an event name, for example issues')
  }
  return { guid: guid.data, event: event.data }
}

/** The JSON text of the body: the body itself, or its `payload` field when the App is set to send forms. */
function jsonText(body: Buffer, contentType: string | undefined): Buffer {
  if (contentType?.split(';')[0]?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') return body
  const payload = new URLSearchParams(body.toString('utf8')).get('payload')
  if (payload === null) {
    throw new UserError('the form has no payload field', 'set the App to send application/json')
  }
  return Buffer.from(payload, 'utf8')
}

/**
 * Parses a verified body and maps it. Raises UserError for a body that is not a JSON object. A payload that is JSON but not
 * what GitHub documents for the event is kept, as failed.
 */
export function parseDelivery(
  { guid, event }: DeliveryHeaders,
  body: Buffer,
  contentType: string | undefined,
): NewDelivery {
  const raw = jsonText(body, contentType)
  let payload: unknown
  try {
    payload = JSON.parse(raw.toString('utf8'))
  } catch (error) {
    throw new UserError('the body is not JSON', 'send the payload as application/json', { cause: error })
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new UserError('the body is not a JSON object', 'send the payload as application/json')
  }
  const envelope = Envelope.safeParse(payload)
  const row = {
    guid,
    event,
    action: envelope.data?.action,
    installationId: envelope.data?.installation?.id,
    payload: compressPayload(raw),
  }
  const failed = (error: string): NewDelivery => ({ ...row, targets: [], state: 'failed', error })
  if (!envelope.success) return failed(z.prettifyError(envelope.error))
  try {
    const targets = mapDelivery(event, payload)
    return { ...row, targets, state: targets.length > 0 ? 'stored' : 'ignored', error: undefined }
  } catch (error) {
    if (error instanceof UserError) return failed(error.message)
    throw error
  }
}
