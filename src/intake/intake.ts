// The webhook endpoint: verify, store, answer. No other work, and no call to GitHub.

import type { IncomingMessage, ServerResponse } from 'node:http'
import { asError, UserError } from '../errors.ts'
import { storeDeliveries, type NewDelivery, type StoreOutcome } from '../store/deliveries.ts'
import type { Log } from '../store/log.ts'
import type { Store } from '../store/open.ts'
import { readBody } from './body.ts'
import { groupCommit } from '../store/group-commit.ts'
import { parseDelivery, parseHeaders } from './parse.ts'
import { isSignature, verifySignature } from './signature.ts'

export const WEBHOOK_PATH = '/api/github/webhooks'
/** GitHub caps payloads at 25 MB. https://docs.github.com/webhooks/webhook-events-and-payloads#payload-cap */
const MAX_BODY = 25 * 1024 * 1024
/** Rows per group commit: bounds how much one statement carries. */
const MAX_GROUP = 128
/** Two, so that one group is parsed while the other waits for the disk. */
const MAX_FLUSHES = 2
/** How long a sender may go on with a body that is too large before the connection is cut, in milliseconds. */
const LINGER_MS = 5000

export interface IntakeOptions {
  store: Pick<Store, 'pool'>
  /** The App's webhook secret. Never empty: an empty one would let anybody in. */
  secret: string
  log: Log
  /** Called after the commit of each group that brought something new. Must not throw. */
  onStored: () => void
}

/** Handles a request if it is for the webhook endpoint; returns whether it was. Fits Probot's addHandler. */
export type IntakeHandler = (req: IncomingMessage, res: ServerResponse) => Promise<boolean>

function answer(res: ServerResponse, status: number, body: Record<string, string>, headers = {}): void {
  if (res.headersSent || res.destroyed) return
  const text = JSON.stringify(body)
  res.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  })
  res.end(text)
}

const refuse = (res: ServerResponse, status: number, error: string, headers = {}): void =>
  answer(res, status, { error }, headers)

/** The body is too large: answer now, let the sender finish for a moment, then cut. */
function refuseTooLarge(req: IncomingMessage, res: ServerResponse): void {
  refuse(res, 413, `a payload has at most ${MAX_BODY} bytes`)
  const cut = setTimeout(() => req.destroy(), LINGER_MS)
  req.once('close', () => clearTimeout(cut))
}

/** The handler of the webhook endpoint. Raises UserError for an empty secret. */
export function createIntake(options: IntakeOptions): IntakeHandler {
  const { store, secret, log, onStored } = options
  if (secret.trim() === '') {
    throw new UserError('the webhook secret is empty', 'set WEBHOOK_SECRET to the secret of the GitHub App')
  }
  const commit = groupCommit<NewDelivery, StoreOutcome>(
    async (group) => {
      const outcomes = await storeDeliveries(store.pool, group)
      if (group.some((delivery, index) => delivery.state === 'stored' && outcomes[index] === 'stored'))
        onStored()
      return outcomes
    },
    MAX_GROUP,
    MAX_FLUSHES,
  )

  async function receive(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const signature = req.headers['x-hub-signature-256']
    if (!isSignature(signature)) return refuse(res, 401, 'X-Hub-Signature-256 is missing or malformed')
    const body = await readBody(req, MAX_BODY)
    if (body.kind === 'aborted') return
    if (body.kind === 'too-large') return refuseTooLarge(req, res)
    if (!verifySignature(secret, body.bytes, signature)) {
      log.warn({ guid: req.headers['x-github-delivery'] }, 'a webhook with a wrong signature was refused')
      return refuse(res, 401, 'the signature does not match')
    }
    const headers = parseHeaders(req.headers)
    const delivery = parseDelivery(headers, body.bytes, req.headers['content-type'])
    if (headers.event === 'ping') return answer(res, 200, { status: 'pong' })
    if (delivery.state === 'failed')
      log.warn({ guid: delivery.guid, error: delivery.error }, 'kept a webhook as failed')
    let outcome: StoreOutcome
    try {
      outcome = await commit(delivery)
    } catch (error) {
      log.error({ err: asError(error), guid: delivery.guid }, 'a webhook could not be stored')
      return refuse(res, 503, 'not stored, try again', { 'retry-after': '5' })
    }
    if (outcome === 'duplicate') return answer(res, 200, { status: 'duplicate' })
    answer(res, 202, { status: delivery.state })
  }

  return async (req, res) => {
    if (req.url?.split('?', 1)[0] !== WEBHOOK_PATH) return false
    if (req.method !== 'POST') {
      refuse(res, 405, 'webhooks are sent with POST', { allow: 'POST' })
      return true
    }
    try {
      await receive(req, res)
    } catch (error) {
      if (error instanceof UserError) refuse(res, 400, `${error.message}: ${error.fix}`)
      else {
        log.error({ err: asError(error) }, 'a webhook could not be handled')
        refuse(res, 500, 'internal error')
      }
    }
    return true
  }
}
