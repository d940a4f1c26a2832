// LISTEN on a session of its own that comes back by itself. Notifications only bring work forward; polling finds it anyway.

import type pg from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { asError } from '../errors.ts'
import type { Log } from './log.ts'
import { createClient } from './pool.ts'

export interface Listener {
  close(): Promise<void>
}

/**
 * Calls `onMessage` with each payload sent to the channel, and with undefined after each (re)connect, when any may have been
 * missed. Needs a session connection: PgBouncer in transaction mode does not deliver notifications.
 */
export async function listen(
  url: string,
  channel: string,
  onMessage: (payload: string | undefined) => void,
  log: Log,
): Promise<Listener> {
  const stop = new AbortController()
  let current: pg.Client | undefined

  async function connect(): Promise<void> {
    const client = createClient(url, `baton listen pid=${process.pid}`)
    client.on('error', (error) => log.warn({ err: error }, 'the notification connection was lost'))
    await client.connect()
    client.on('notification', (message) => onMessage(message.payload ?? ''))
    await client.query(`listen "${channel}"`)
    client.on('end', () => {
      if (!stop.signal.aborted) void reconnect()
    })
    current = client
    onMessage(undefined)
  }

  async function reconnect(): Promise<void> {
    for (let delayMs = 100; !stop.signal.aborted; delayMs = Math.min(delayMs * 2, 5000)) {
      try {
        await sleep(delayMs, undefined, { signal: stop.signal })
        await connect()
        return
      } catch (error) {
        if (!stop.signal.aborted)
          log.debug({ err: asError(error) }, 'the notification connection is not back yet')
      }
    }
  }

  await connect()
  return {
    close: async () => {
      stop.abort()
      await current?.end()
    },
  }
}
