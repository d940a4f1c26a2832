// Every webhook that GitHub's own collection of recorded payloads holds, sent signed to the endpoint and drained.

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createIntake } from '../../src/intake/intake.ts'
import { createQueue, type Queue } from '../../src/queue/queue.ts'
import { post, SECRET, serve, testStore, type TestServer, type TestStore } from '../support/engine.ts'
import { silent } from '../support/postgres.ts'

const fixture = new URL('../fixtures/webhooks/examples.json.gz', import.meta.url)
const recorded = z
  .array(z.strictObject({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())) }))
  .parse(JSON.parse(gunzipSync(readFileSync(fixture)).toString('utf8')))
const payloads = recorded.flatMap(({ name, examples }) =>
  examples.map((payload) => ({ event: name, payload })),
)

let at: TestStore
let server: TestServer
let queue: Queue
const unhandled: unknown[] = []
const note = (reason: unknown): void => {
  unhandled.push(reason)
}

beforeAll(async () => {
  process.on('unhandledRejection', note)
  at = await testStore()
  queue = await createQueue({ store: at.store, log: silent })
  server = await serve(
    createIntake({ store: at.store, secret: SECRET, log: silent, onStored: () => queue.deliveriesStored() }),
  )
})

afterAll(async () => {
  await queue.stop()
  await server.close()
  await at.close()
  process.removeListener('unhandledRejection', note)
})

test('all recorded payloads are accepted, stored once and drained without an error or an unhandled rejection', async () => {
  const statuses = await Promise.all(
    payloads.map(async ({ event, payload }, index) => {
      const headers = { 'x-github-event': event, 'x-github-delivery': `example-${index}` }
      return (await post(server.url, payload, headers)).status
    }),
  )
  const pings = payloads.filter(({ event }) => event === 'ping').length
  expect(payloads.length).toBeGreaterThan(300)
  expect(statuses.filter((status) => status === 202)).toHaveLength(payloads.length - pings)
  expect(statuses.filter((status) => status === 200)).toHaveLength(pings)

  await queue.start({ reconcile: async () => ({}), run: async () => undefined })
  await queue.idle()
  const rows = await at.store.db.selectFrom('delivery').select(['guid', 'event', 'state', 'error']).execute()
  expect(rows).toHaveLength(payloads.length - pings)
  expect(rows.filter(({ state }) => state !== 'drained' && state !== 'ignored')).toEqual([])
  expect(await queue.listDeadLetters()).toEqual([])
  expect(unhandled).toEqual([])
})
