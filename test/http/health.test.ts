// GET /health: what a load balancer sees.

import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { health } from '../../src/http/health.ts'
import { testStore, type TestStore } from '../support/engine.ts'

let store: TestStore
let url: string
const server = createServer((req, res) => {
  void health(store.store.db)(req, res).then((handled) => {
    if (!handled) res.writeHead(404).end()
  })
})

beforeAll(async () => {
  store = await testStore()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  url = `http://127.0.0.1:${address.port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const get = async (path: string, method = 'GET'): Promise<[number, string]> => {
  const response = await fetch(`${url}${path}`, { method })
  return [response.status, await response.text()]
}

it.each([
  ['/health', 'GET', 200, '{"ok":true}'],
  ['/health?from=balancer', 'GET', 200, '{"ok":true}'],
  ['/health', 'POST', 404, ''],
  ['/healthy', 'GET', 404, ''],
  ['/', 'GET', 404, ''],
])('%s by %s: %d', async (path, method, status, body) => {
  expect(await get(path, method)).toEqual([status, body])
})

it('is 503 with the reason once the store is gone, without its password', async () => {
  const { password } = new URL(store.store.url)
  await store.close()
  const [status, body] = await get('/health')
  expect(status).toBe(503)
  expect(JSON.parse(body)).toMatchObject({ ok: false, reason: expect.stringMatching(/./) })
  expect(password).not.toBe('')
  expect(body).not.toContain(password)
})
