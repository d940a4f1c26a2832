// The webhook endpoint over real HTTP and a real database: what is stored, what is refused, and what is answered.

import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createIntake } from '../../src/intake/intake.ts'
import { deliveryPayload } from '../../src/store/deliveries.ts'
import { createPool } from '../../src/store/pool.ts'
import { issuePayload, post, repository, SECRET, serve, sign, testStore } from '../support/engine.ts'
import type { TestServer, TestStore } from '../support/engine.ts'
import { silent } from '../support/postgres.ts'

let at: TestStore
let server: TestServer
let stored = 0

beforeAll(async () => {
  at = await testStore()
  server = await serve(
    createIntake({ store: at.store, secret: SECRET, log: silent, onStored: () => stored++ }),
  )
})

afterAll(async () => {
  await server.close()
  await at.close()
})

const row = async (guid: string) =>
  await at.store.db.selectFrom('delivery').selectAll().where('guid', '=', guid).executeTakeFirst()
const rows = async (): Promise<number> =>
  (await at.store.db.selectFrom('delivery').select('guid').execute()).length

describe('what is accepted', () => {
  test('a signed webhook is stored with its payload as sent, and mapped', async () => {
    const before = stored
    const body = JSON.stringify(issuePayload(12, { text: 'NUL \0, half a pair \ud800, ümläut' }))
    const answer = await post(server.url, body, { 'x-github-delivery': 'guid-1' })
    expect(answer).toEqual({ status: 202, body: { status: 'stored' } })
    expect(await row('guid-1')).toMatchObject({
      event: 'issues',
      action: 'opened',
      installation_id: 7,
      state: 'stored',
      targets: [{ kind: 'issue', owner: 'acme', repo: 'widgets', number: 12 }],
    })
    expect((await deliveryPayload(at.store.db, 'guid-1')).toString()).toBe(body)
    expect(stored).toBe(before + 1)
  })

  test('the same GUID again is a duplicate, also when both come at once', async () => {
    const again = await post(server.url, issuePayload(12), { 'x-github-delivery': 'guid-1' })
    expect(again).toEqual({ status: 200, body: { status: 'duplicate' } })
    const pair = await Promise.all(
      [1, 2, 3].map(async () => await post(server.url, issuePayload(3), { 'x-github-delivery': 'guid-2' })),
    )
    expect(pair.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 200, 202])
  })

  test.each([
    ['drained', 200, 'drained'],
    ['ignored', 200, 'ignored'],
    ['failed', 202, 'stored'],
  ] as const)('a redelivery of one that is %s answers %d', async (state, status, after) => {
    const guid = `redelivered-${state}`
    await post(server.url, issuePayload(5), { 'x-github-delivery': guid })
    await at.store.db.updateTable('delivery').set({ state, error: 'x' }).where('guid', '=', guid).execute()
    expect((await post(server.url, issuePayload(5), { 'x-github-delivery': guid })).status).toBe(status)
    expect((await row(guid))?.state).toBe(after)
  })

  test('a form body, as GitHub sends it when the App is set so', async () => {
    const json = JSON.stringify(issuePayload(8, { title: 'a & b = c + d' }))
    const body = new URLSearchParams({ payload: json }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-github-delivery': 'form-1' }
    expect((await post(server.url, body, headers)).status).toBe(202)
    expect((await deliveryPayload(at.store.db, 'form-1')).toString()).toBe(json)
  })

  test('a ping is answered and not kept', async () => {
    const before = await rows()
    const answer = await post(server.url, { zen: 'Keep it logically awesome.' }, { 'x-github-event': 'ping' })
    expect([answer, await rows()]).toEqual([{ status: 200, body: { status: 'pong' } }, before])
  })

  test('an unknown event is kept and ignored', async () => {
    const headers = { 'x-github-event': 'brand_new_event', 'x-github-delivery': 'unknown-1' }
    expect(await post(server.url, { repository }, headers)).toEqual({
      status: 202,
      body: { status: 'ignored' },
    })
    expect((await row('unknown-1'))?.state).toBe('ignored')
  })

  test('a payload that is not what GitHub documents is kept as failed, with what is wrong', async () => {
    const headers = { 'x-github-delivery': 'odd-1' }
    expect(await post(server.url, { issue: { number: 'seven' } }, headers)).toEqual({
      status: 202,
      body: { status: 'failed' },
    })
    expect((await row('odd-1'))?.error).toContain('issue.number')
  })
})

describe('what is refused, with nothing stored', () => {
  const body = JSON.stringify(issuePayload(1))
  test.each<[string, number, string, Record<string, string | undefined>]>([
    ['no signature', 401, body, { 'x-hub-signature-256': undefined }],
    ['a forged signature', 401, body, { 'x-hub-signature-256': sign(body, 'guessed') }],
    ['a signature of another body', 401, body, { 'x-hub-signature-256': sign(`${body} `) }],
    [
      'only the old SHA-1 signature',
      401,
      body,
      { 'x-hub-signature-256': undefined, 'x-hub-signature': 'sha1=0' },
    ],
    ['a cut signature', 401, body, { 'x-hub-signature-256': sign(body).slice(0, -2) }],
    ['a signature with a tail', 401, body, { 'x-hub-signature-256': `${sign(body)}00` }],
    ['forged and malformed: the signature comes first', 401, '{', { 'x-hub-signature-256': sign('x') }],
    ['malformed JSON', 400, '{"a":', {}],
    ['an empty body', 400, '', {}],
    ['JSON that is no object', 400, '[1]', {}],
    ['null', 400, 'null', {}],
    ['no GUID', 400, body, { 'x-github-delivery': undefined }],
    ['a GUID with SQL in it', 400, body, { 'x-github-delivery': "'; drop table delivery" }],
    ['a GUID without end', 400, body, { 'x-github-delivery': 'a'.repeat(65) }],
    ['no event', 400, body, { 'x-github-event': undefined }],
    ['an event that is no name', 400, body, { 'x-github-event': '../issues' }],
    ['a form without payload', 400, 'x=1', { 'content-type': 'application/x-www-form-urlencoded' }],
  ])('%s: %d', async (_what, status, text, headers) => {
    const before = await rows()
    expect((await post(server.url, text, headers)).status).toBe(status)
    expect(await rows()).toBe(before)
  })

  test('prototype names are no events', async () => {
    const answer = await post(server.url, {}, { 'x-github-event': 'constructor' })
    expect(answer).toEqual({ status: 202, body: { status: 'ignored' } })
  })

  test('GET: 405; another path is left to others', async () => {
    expect((await fetch(server.url)).status).toBe(405)
    expect((await fetch(server.url.replace('webhooks', 'elsewhere'), { method: 'POST' })).status).toBe(404)
  })

  test.each([
    ['announced', true],
    ['chunked', false],
  ])('a body over 25 MB, %s: 413, and the sender gets to read it', async (_how, announced) => {
    const size = 25 * 1024 * 1024 + 1
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'x-hub-signature-256': sign('x'), ...(announced ? { 'content-length': size } : {}) }
      const req = request(server.url, { method: 'POST', headers }, (res) => {
        res.resume()
        res.once('end', () => resolve(res.statusCode))
      })
      req.once('error', reject)
      const chunk = Buffer.alloc(1024 * 1024)
      for (let left = size; left > 0; left -= chunk.length)
        req.write(chunk.subarray(0, Math.min(left, chunk.length)))
      req.end()
    })
    expect(status).toBe(413)
  })

  test('an empty secret is refused at the start', () => {
    expect(() => createIntake({ store: at.store, secret: ' ', log: silent, onStored: () => {} })).toThrow(
      /secret is empty/,
    )
  })
})

test('a store that is down: 503 with Retry-After', async () => {
  const pool = createPool('postgres://baton:x@127.0.0.1:1/none', 2, silent)
  const down = await serve(createIntake({ store: { pool }, secret: SECRET, log: silent, onStored: () => {} }))
  const body = JSON.stringify(issuePayload(1))
  const response = await fetch(down.url, {
    method: 'POST',
    body,
    headers: { 'x-github-event': 'issues', 'x-github-delivery': 'down-1', 'x-hub-signature-256': sign(body) },
  })
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
  await down.close()
  await pool.end()
})
