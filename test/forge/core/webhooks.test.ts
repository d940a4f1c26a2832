// Webhook delivery: order, signature, who gets what, faults, and the deliveries API.

import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { APPS, failure, repo, startReceiver, startTestForge } from '../support.ts'
import type { Receiver, TestForge } from '../support.ts'

const SECRET = 'it is a secret'
let t: TestForge
let hooks: Receiver

beforeEach(async () => {
  hooks = await startReceiver()
  t = await startTestForge()
  t.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: SECRET })
})
afterEach(async () => {
  await t[Symbol.asyncDispose]()
  await hooks[Symbol.asyncDispose]()
})

const open = async (title: string, labels: string[] = []): Promise<number> =>
  (await t.as('ada').rest.issues.create({ ...repo, title, labels })).data.number

/** Numbers from 0 to 1 that come out the same each time (Lehmer). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

describe('delivery', () => {
  test('is signed, with the headers of GitHub', async () => {
    await open('Ünïcode ✓')
    await t.forge.drain()
    const [got] = hooks.received
    expect(got?.headers).toMatchObject({
      'x-github-event': 'issues',
      'x-github-delivery': expect.stringMatching(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      ),
      'x-github-hook-id': expect.stringMatching(/^\d+$/),
      'x-github-hook-installation-target-id': String(APPS.baton.id),
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET)
        .update(got?.body ?? '')
        .digest('hex')}`,
      'content-type': 'application/json',
      'user-agent': expect.stringMatching(/^GitHub-Hookshot\//),
    })
  })

  test('without a secret is not signed', async () => {
    t.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: '' })
    await open('x')
    await t.forge.drain()
    expect(hooks.received[0]?.headers['x-hub-signature-256']).toBeUndefined()
  })

  test('keeps the order of what happened', async () => {
    for (let i = 0; i < 5; i += 1) await open(`issue ${i}`, ['bug'])
    await t.forge.drain()
    expect(hooks.received.map(({ payload }) => payload)).toMatchObject(
      [1, 1, 2, 2, 3, 3, 4, 4, 5, 5].map((number) => ({ issue: { number } })),
    )
    expect(new Set(hooks.received.map(({ guid }) => guid)).size).toBe(10)
  })

  test('shows the world as it was when it happened', async () => {
    t.forge.setFaults({ delayMs: 20 })
    const number = await open('Before')
    await t.as('ada').rest.issues.update({ ...repo, issue_number: number, title: 'After' })
    await t.forge.drain()
    expect(hooks.received.map(({ payload }) => payload)).toMatchObject([
      { issue: { title: 'Before' } },
      { issue: { title: 'After' } },
    ])
  })

  test('goes only to Apps that subscribed', async () => {
    t.forge.setWebhook(APPS.reviewer.id, { url: hooks.url, secret: SECRET })
    t.forge.setWebhook(APPS.reader.id, { url: hooks.url, secret: SECRET })
    await open('x')
    await t.forge.drain()
    expect(hooks.received.map(({ headers }) => headers['x-github-hook-installation-target-id'])).toEqual([
      String(APPS.baton.id),
    ])
  })

  test('stops when the webhook is taken away', async () => {
    t.forge.setWebhook(APPS.baton.id, undefined)
    await open('x')
    await t.forge.drain()
    expect([hooks.received, t.forge.deliveries]).toEqual([[], []])
  })

  test("an organisation's repository names it, a person's does not", async () => {
    await open('x')
    await t.forge.drain()
    expect(hooks.received[0]?.payload).not.toHaveProperty('organization')
    await using other = await startTestForge({
      repositories: [{ owner: 'acme', name: 'engine', collaborators: { ada: 'admin' } }],
    })
    other.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: SECRET })
    const { data } = await other.as('ada').rest.issues.create({ owner: 'acme', repo: 'engine', title: 'x' })
    await other.forge.drain()
    expect(data.author_association).toBe('MEMBER')
    expect(hooks.received.at(-1)?.payload).toMatchObject({
      organization: { login: 'acme' },
      repository: { owner: { login: 'acme', type: 'Organization' } },
    })
  })

  test('a receiver that is not there holds up nothing', async () => {
    t.forge.setWebhook(APPS.baton.id, { url: 'http://127.0.0.1:1/hooks', secret: SECRET })
    await open('x')
    await t.forge.drain()
    expect(t.forge.deliveries).toMatchObject([{ statusCode: 0, status: 'failed to connect to host' }])
  })
})

test('who does not answer in time is given up on, and the next webhook is sent', async () => {
  await using impatient = await startTestForge({ webhookTimeout: 50 })
  impatient.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: SECRET })
  hooks.answer.status = 'never'
  await impatient.as('ada').rest.issues.create({ ...repo, title: 'slow' })
  await impatient.forge.drain()
  hooks.answer.status = 200
  await impatient.as('ada').rest.issues.create({ ...repo, title: 'quick' })
  await impatient.forge.drain()
  expect(impatient.forge.deliveries).toMatchObject([
    { statusCode: 0, status: 'timed out' },
    { statusCode: 200, status: 'OK' },
  ])
})

const withLabel = z.object({ label: z.object({ name: z.string() }).optional() })

describe('faults', () => {
  test('dropped ones are recorded as failed and never arrive', async () => {
    t.forge.setFaults({ drop: 1, random: seeded(1) })
    await open('lost')
    t.forge.setFaults(undefined)
    await open('found')
    await t.forge.drain()
    expect(hooks.received.map(({ payload }) => payload)).toMatchObject([{ issue: { title: 'found' } }])
    expect(t.forge.deliveries.map(({ statusCode }) => statusCode)).toEqual([0, 200])
  })

  test('doubled ones have the same GUID and body', async () => {
    t.forge.setFaults({ duplicate: 1, random: seeded(1) })
    await open('twice')
    await t.forge.drain()
    const [first, second, ...rest] = hooks.received
    expect(rest).toEqual([])
    expect(second).toMatchObject({ guid: first?.guid, body: first?.body })
    expect(new Set(t.forge.deliveries.map(({ id }) => id)).size).toBe(2)
  })

  test('shuffled ones all arrive, in another order that the seed decides', async () => {
    const order = async (): Promise<string[]> => {
      await using forge = await startTestForge()
      await using receiver = await startReceiver()
      forge.forge.setWebhook(APPS.baton.id, { url: receiver.url, secret: SECRET })
      forge.forge.setFaults({ shuffle: true, random: seeded(7) })
      const labels = Array.from({ length: 8 }, (_, i) => `label ${i}`)
      await forge.as('ada').rest.issues.create({ ...repo, title: 'x', labels })
      await forge.forge.drain()
      return receiver.received.map(
        ({ name, payload }) => `${name} ${withLabel.parse(payload).label?.name ?? ''}`,
      )
    }
    const [one, two] = [await order(), await order()]
    expect(one).toHaveLength(17)
    expect(one).toEqual(two)
    expect(one).not.toEqual(one.toSorted((a, b) => a.localeCompare(b)))
    expect(one[0]).not.toBe('label.created label 0')
  })
})

describe('the deliveries API', () => {
  const octokit = () => t.app('baton').rest.apps

  test('lists newest first, by outcome, page by page', async () => {
    for (let i = 0; i < 3; i += 1) await open(`good ${i}`)
    await t.forge.drain()
    hooks.answer.status = 500
    for (let i = 0; i < 2; i += 1) await open(`bad ${i}`)
    await t.forge.drain()

    const all = await octokit().listWebhookDeliveries()
    expect(all.data.map((one) => one.status_code)).toEqual([500, 500, 200, 200, 200])
    expect(all.data[0]).toMatchObject({ event: 'issues', action: 'opened', redelivery: false })
    const failed = await octokit().listWebhookDeliveries({ status: 'failure' })
    expect(failed.data).toHaveLength(2)

    const seen: number[] = []
    let url: string | undefined = `${t.forge.url}/api/v3/app/hook/deliveries?per_page=2&status=success`
    let pages = 0
    while (url !== undefined) {
      const page: { data: { id: number }[]; headers: { link?: string } } = await t
        .app('baton')
        .request(`GET ${url}`)
      seen.push(...page.data.map(({ id }) => id))
      url = /<([^>]+)>; rel="next"/.exec(page.headers.link ?? '')?.[1]
      pages += 1
    }
    expect([pages, seen]).toEqual([2, all.data.slice(2).map(({ id }) => id)])
  })

  test('shows request and response, and sends it again under the same GUID', async () => {
    hooks.answer.status = 503
    await open('again')
    await t.forge.drain()
    const [record] = (await octokit().listWebhookDeliveries()).data
    const { data } = await octokit().getWebhookDelivery({ delivery_id: record!.id })
    expect(data).toMatchObject({
      url: hooks.url,
      status: 'Invalid HTTP Response: 503',
      request: { headers: { 'x-github-event': 'issues' }, payload: { issue: { title: 'again' } } },
      response: { payload: 'ok' },
    })
    hooks.answer.status = 200
    expect((await octokit().redeliverWebhookDelivery({ delivery_id: record!.id })).status).toBe(202)
    await t.forge.drain()
    expect(hooks.received.map(({ guid }) => guid)).toEqual([record!.guid, record!.guid])
    const [again] = (await octokit().listWebhookDeliveries()).data
    expect(again).toMatchObject({ guid: record!.guid, redelivery: true, status_code: 200 })
    expect(again?.id).not.toBe(record!.id)
    expect(t.forge.contract.violations).toEqual([])
  })

  test("another App's delivery, or a cursor of nobody's, is refused", async () => {
    await open('x')
    await t.forge.drain()
    const [record] = t.forge.deliveries
    const foreign = t.app('reviewer').rest.apps.getWebhookDelivery({ delivery_id: record!.id })
    expect((await failure(foreign)).status).toBe(404)
    expect((await t.app('reviewer').rest.apps.listWebhookDeliveries()).data).toEqual([])
    expect((await failure(octokit().listWebhookDeliveries({ cursor: 'x' }))).status).toBe(400)
  })

  test('the hook can be read and moved, its secret never shown', async () => {
    expect((await octokit().getWebhookConfigForApp()).data).toMatchObject({
      url: hooks.url,
      secret: '********',
    })
    await using elsewhere = await startReceiver()
    const moved = await t
      .app('baton')
      // `data`, because Octokit takes a parameter named url for the address to call.
      .request('PATCH /app/hook/config', { data: { url: elsewhere.url, secret: 'new' } })
    expect(moved.data).toMatchObject({ url: elsewhere.url, secret: '********' })
    await open('x')
    await t.forge.drain()
    const body = elsewhere.received[0]?.body ?? ''
    expect(elsewhere.received[0]?.headers['x-hub-signature-256']).toBe(
      `sha256=${createHmac('sha256', 'new').update(body).digest('hex')}`,
    )
  })
})
