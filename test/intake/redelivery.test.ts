// The sweep for webhooks that never reached us.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { sweepRedeliveries, type DeliveryLog, type FailedDelivery } from '../../src/intake/redelivery.ts'
import { storeDeliveries } from '../../src/store/deliveries.ts'
import { compressPayload } from '../../src/store/payload.ts'
import { testStore, type TestStore } from '../support/engine.ts'
import { silent } from '../support/postgres.ts'

let at: TestStore

beforeAll(async () => {
  at = await testStore()
})
afterAll(async () => await at.close())

interface Log extends DeliveryLog {
  asked: number[]
  since: Date | undefined
}

function deliveryLog(failed: FailedDelivery[], refuses: number[] = []): Log {
  const log: Log = {
    asked: [],
    since: undefined,
    listFailed: async function* (since) {
      log.since = since
      yield* failed
    },
    redeliver: async (id) => {
      if (refuses.includes(id)) throw new Error('422')
      log.asked.push(id)
    },
  }
  return log
}

const now = new Date('2026-03-10T12:00:00Z')

test('asks once for each webhook we never stored, however often its attempts failed', async () => {
  const stored = (guid: string, state: 'drained' | 'failed') => ({
    guid,
    event: 'issues',
    action: undefined,
    installationId: undefined,
    payload: compressPayload(Buffer.from('{}')),
    targets: [],
    state,
    error: undefined,
  })
  await storeDeliveries(at.store.pool, [stored('have', 'drained'), stored('have-failed', 'failed')])
  const log = deliveryLog([
    { id: 5, guid: 'lost-b' },
    { id: 4, guid: 'have' },
    { id: 3, guid: 'lost-a' },
    { id: 2, guid: 'lost-b' },
    { id: 1, guid: 'have-failed' },
  ])
  expect(await sweepRedeliveries(at.store, log, now, silent)).toEqual({ listed: 5, redelivered: 2 })
  expect(log.asked).toEqual([5, 3])
  expect(log.since).toEqual(new Date('2026-03-07T12:00:00Z'))
})

test('one that is refused does not keep the others back', async () => {
  const log = deliveryLog(
    [
      { id: 9, guid: 'x' },
      { id: 8, guid: 'y' },
    ],
    [9],
  )
  expect(await sweepRedeliveries(at.store, log, now, silent)).toEqual({ listed: 2, redelivered: 1 })
})

test('more than a page, and none', async () => {
  const many = Array.from({ length: 250 }, (_, i) => ({ id: i, guid: `many-${i}` }))
  expect(await sweepRedeliveries(at.store, deliveryLog(many), now, silent)).toEqual({
    listed: 250,
    redelivered: 250,
  })
  expect(await sweepRedeliveries(at.store, deliveryLog([]), now, silent)).toEqual({
    listed: 0,
    redelivered: 0,
  })
})
