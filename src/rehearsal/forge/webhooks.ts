// Webhook delivery: one ordered queue per App, signed, recorded, retried by nobody; faults on request.

import { createHmac, randomUUID } from 'node:crypto'
import { setImmediate as nextTick, setTimeout as sleep } from 'node:timers/promises'
import { asError } from '../../errors.ts'
import type { DeliveryRecord, WebhookFaults } from './forge.ts'
import type { App, World } from './world.ts'

/** GitHub ends the connection after ten seconds (https://docs.github.com/webhooks, "Best practices"). */
const TIMEOUT_MS = 10_000
const NO_FAULTS: WebhookFaults = { drop: 0, duplicate: 0, shuffle: false, delayMs: 0, random: () => 1 }

/** A webhook waiting for its turn. */
export interface Outgoing {
  app: App
  guid: string
  event: string
  action: string | null
  installationId: number
  repositoryId: number
  payload: string
  redelivery: boolean
  /** Lost on the way: recorded as failed, never sent. */
  dropped: boolean
}

export interface Webhooks {
  readonly deliveries: DeliveryRecord[]
  setFaults(faults: Partial<WebhookFaults> | undefined): void
  /** Queues one delivery under a new GUID, or none while the App has no webhook. */
  enqueue(input: Omit<Outgoing, 'guid' | 'redelivery' | 'dropped'>): void
  /** Queues a recorded delivery again: same GUID, same payload, the secret of today. */
  redeliver(app: App, record: DeliveryRecord): void
  drain(): Promise<void>
  /** Drops what waits and ends what is under way. */
  close(): Promise<void>
}

interface Queue {
  pending: Outgoing[]
  /** Settles when the queue has run empty; undefined while idle. */
  running: Promise<void> | undefined
}

/** The queues of a world's Apps, empty. A receiver has `timeout` milliseconds to answer. */
export function createWebhooks(world: World, timeout = TIMEOUT_MS): Webhooks {
  const deliveries: DeliveryRecord[] = []
  const queues = new Map<number, Queue>()
  const closing = new AbortController()
  let faults = NO_FAULTS

  const push = (item: Outgoing): void => {
    if (closing.signal.aborted || item.app.webhook === undefined) return
    const queue = queues.get(item.app.id) ?? { pending: [], running: undefined }
    queues.set(item.app.id, queue)
    queue.pending.push(item)
    queue.running ??= pump(queue).finally(() => {
      queue.running = undefined
    })
  }

  const pump = async (queue: Queue): Promise<void> => {
    // Everything one request announces is in the queue before the first leaves, so that shuffling has something to shuffle.
    await nextTick()
    while (queue.pending.length > 0 && !closing.signal.aborted) {
      if (faults.delayMs > 0) await pause(faults.delayMs, closing.signal)
      const at = faults.shuffle ? Math.floor(faults.random() * queue.pending.length) : 0
      const [item] = queue.pending.splice(Math.min(at, queue.pending.length - 1), 1)
      if (item !== undefined && !closing.signal.aborted) await deliver(item)
    }
  }

  const deliver = async (item: Outgoing): Promise<void> => {
    const hook = item.app.webhook
    if (hook === undefined) return
    const headers = headersOf(item, hook.secret)
    const record: DeliveryRecord = {
      id: world.nextId(),
      guid: item.guid,
      appId: item.app.id,
      event: item.event,
      action: item.action,
      installationId: item.installationId,
      repositoryId: item.repositoryId,
      deliveredAt: world.iso(),
      redelivery: item.redelivery,
      statusCode: 0,
      status: 'failed to connect to host',
      url: hook.url,
      durationMs: 0,
      requestHeaders: headers,
      payload: item.payload,
      responseHeaders: {},
      responseBody: '',
    }
    const started = performance.now()
    if (!item.dropped) {
      Object.assign(record, await post(hook.url, headers, item.payload, timeout, closing.signal))
    }
    record.durationMs = performance.now() - started
    deliveries.push(record)
  }

  return {
    deliveries,
    setFaults(next) {
      faults = { ...NO_FAULTS, ...next }
    },
    enqueue(input) {
      const item: Outgoing = {
        ...input,
        guid: randomUUID(),
        redelivery: false,
        dropped: faults.random() < faults.drop,
      }
      push(item)
      if (!item.dropped && faults.random() < faults.duplicate) push({ ...item })
    },
    redeliver(app, record) {
      const { guid, event, action, installationId, repositoryId, payload } = record
      push({
        app,
        guid,
        event,
        action,
        installationId,
        repositoryId,
        payload,
        redelivery: true,
        dropped: false,
      })
    },
    async drain() {
      // A receiver may cause further webhooks, for another App even: ask again until nobody is running.
      for (;;) {
        const running = [...queues.values()].flatMap((queue) => queue.running ?? [])
        if (running.length === 0) return
        await Promise.all(running)
      }
    },
    async close() {
      closing.abort()
      await Promise.all([...queues.values()].flatMap((queue) => queue.running ?? []))
    },
  }
}

function headersOf(item: Outgoing, secret: string): Record<string, string> {
  const sign = (algorithm: string): string =>
    `${algorithm}=${createHmac(algorithm, secret).update(item.payload).digest('hex')}`
  return {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/embedded',
    'x-github-delivery': item.guid,
    'x-github-event': item.event,
    'x-github-hook-id': String(item.app.id),
    'x-github-hook-installation-target-id': String(item.app.id),
    'x-github-hook-installation-target-type': 'integration',
    // Without a secret GitHub sends no signature.
    ...(secret === '' ? {} : { 'x-hub-signature': sign('sha1'), 'x-hub-signature-256': sign('sha256') }),
  }
}

type Outcome = Pick<DeliveryRecord, 'statusCode' | 'status' | 'responseHeaders' | 'responseBody'>

/** Sends one webhook. Never throws: what went wrong is the outcome, as the deliveries API shows it. */
async function post(
  url: string,
  headers: Record<string, string>,
  body: string,
  ms: number,
  closing: AbortSignal,
): Promise<Outcome> {
  const timeout = AbortSignal.timeout(ms)
  try {
    const signal = AbortSignal.any([timeout, closing])
    const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    return {
      statusCode: response.status,
      status: response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`,
      responseHeaders: Object.fromEntries(response.headers),
      responseBody: await response.text(),
    }
  } catch (error) {
    const status = timeout.aborted ? 'timed out' : 'failed to connect to host'
    return { statusCode: 0, status, responseHeaders: {}, responseBody: asError(error).message }
  }
}

/** Waits, but not past the end of the server. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
