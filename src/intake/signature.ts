// The signature of a webhook: HMAC-SHA256 over the raw body, in X-Hub-Signature-256.

import { createHmac, timingSafeEqual } from 'node:crypto'

const FORM = /^sha256=[0-9a-f]{64}$/

/** Whether the header could be a signature at all: decided before the body is read. */
export function isSignature(header: string | string[] | undefined): header is string {
  return typeof header === 'string' && FORM.test(header)
}

/** Compares in constant time. https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries */
export function verifySignature(secret: string, body: Buffer, header: string): boolean {
  if (!isSignature(header)) return false
  const expected = createHmac('sha256', secret).update(body).digest()
  return timingSafeEqual(expected, Buffer.from(header.slice('sha256='.length), 'hex'))
}
