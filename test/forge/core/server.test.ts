// The HTTP surface: addresses, headers, rate limits, conditional requests, and input that is no request at all.

import { request } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startForge } from '../../../src/rehearsal/forge/index.ts'
import { APPS, failure, malformed, repo, startTestForge, tokenOf } from '../support.ts'
import type { TestForge } from '../support.ts'

let t: TestForge
let clock: number

beforeEach(async () => {
  clock = Math.floor(Date.now() / 1000) * 1000
  t = await startTestForge({ now: () => clock, rateLimit: 5, secondaryRateLimit: 2 })
})
afterEach(() => t[Symbol.asyncDispose]())

const call = (
  path: string,
  init: { method?: string; body?: string; headers?: Record<string, string> } = {},
) =>
  fetch(t.forge.url + path, {
    ...init,
    headers: { authorization: `Bearer ${tokenOf('ada')}`, ...init.headers },
  })

describe('addresses', () => {
  test.each(['/api/v3/repos/ada/engine', '/repos/ada/engine', '/repos/ADA/Engine'])(
    '%s is the repository',
    async (path) => {
      const response = await call(path)
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({
        full_name: 'ada/engine',
        url: `${t.forge.url}/api/v3/repos/ada/engine`,
        clone_url: `${t.forge.url}/ada/engine.git`,
        default_branch: 'main',
        permissions: { admin: true },
      })
    },
  )

  test.each([
    ['GET', '/api/v3/repos/ada/engine/releases'],
    ['DELETE', '/api/v3/repos/ada/engine/issues/1/timeline'],
    ['GET', '/api/v3/nothing/at/all'],
  ])('%s %s is a 501 that names itself', async (method, path) => {
    const response = await call(path, { method })
    expect(response.status).toBe(501)
    expect(await response.json()).toMatchObject({
      message: expect.stringContaining(`${method} ${path.replace('/api/v3', '')}`),
    })
  })

  test('unless it is told to be as GitHub: then it is a 404', async () => {
    await using lenient = await startTestForge({ strict: false })
    expect((await failure(lenient.as('ada').request('GET /repos/ada/engine/releases'))).status).toBe(404)
  })

  test.each([
    ['an issue number that is none', '/repos/ada/engine/issues/one', 404],
    ['a number beyond counting', '/repos/ada/engine/issues/99999999999999999999', 404],
    ['a negative number', '/repos/ada/engine/issues/-1', 404],
    ['a repository there is not', '/repos/ada/nope', 404],
    ['broken percent-encoding', '/repos/ada/engine/labels/%E0%A4%A', 400],
    ['a path that climbs', '/repos/ada/..%2F..%2Fetc', 404],
  ])('%s: %s', async (_, path, status) => {
    expect((await malformed(t.forge, () => call(path))).status).toBe(status)
  })
})

describe('bodies', () => {
  const post = (body: string) =>
    malformed(t.forge, () => call('/repos/ada/engine/issues', { method: 'POST', body }))

  test.each([
    ['cut-off JSON', '{"title": "x"', 'Problems parsing JSON'],
    ['no JSON at all', 'title=x', 'Problems parsing JSON'],
    ['a JSON string', '"x"', 'Body should be a JSON object'],
  ])('%s is a 400', async (_, body, message) => {
    const response = await post(body)
    expect([response.status, await response.json()]).toMatchObject([400, { message }])
  })

  test('a missing field is a 422 that names it', async () => {
    const response = await post('{}')
    expect([response.status, await response.json()]).toMatchObject([
      422,
      { message: `Invalid request.\n\n"title" wasn't supplied.` },
    ])
  })

  test.each([
    ['announced', true],
    ['streamed', false],
  ])('more than 25 MB, %s, is a 413', async (_, announced) => {
    const size = 25 * 1024 * 1024 + 1
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const req = request(
        `${t.forge.url}/repos/ada/engine/issues`,
        {
          method: 'POST',
          headers: {
            authorization: `Bearer ${tokenOf('ada')}`,
            'user-agent': 'test',
            ...(announced ? { 'content-length': size } : {}),
          },
        },
        (res) => {
          res.resume()
          resolve(res.statusCode)
        },
      )
      // After the answer a rejection changes nothing.
      req.on('error', reject)
      if (announced) req.write('{')
      else req.end(Buffer.alloc(size, 32))
    })
    expect(status).toBe(413)
  })

  test.each([
    ['2022-11-28', 200],
    ['1999-01-01', 400],
  ])('for version %s is a %i', async (version, status) => {
    const response = await call('/meta', { headers: { 'x-github-api-version': version } })
    expect([response.status, response.headers.get('x-github-api-version-selected')]).toEqual([
      status,
      '2022-11-28',
    ])
  })

  test('without a User-Agent is a 403', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      request(`${t.forge.url}/api/v3/meta`, (res) => {
        res.resume()
        resolve(res.statusCode)
      })
        .on('error', reject)
        .end()
    })
    expect(status).toBe(403)
  })
})

describe('rate limits', () => {
  test('count down, refuse, and come back after the hour', async () => {
    const octokit = t.as('grace')
    for (let left = 4; left >= 0; left -= 1) {
      const { headers } = await octokit.rest.repos.get(repo)
      expect(headers).toMatchObject({
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': String(left),
        'x-ratelimit-reset': String(clock / 1000 + 3600),
        'x-ratelimit-resource': 'core',
        'x-github-request-id': expect.any(String),
      })
    }
    expect(await failure(octokit.rest.repos.get(repo))).toMatchObject({
      status: 403,
      message: expect.stringContaining('API rate limit exceeded'),
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-used': '5' },
    })
    // Somebody else is not held up, and asking for the limit is free.
    expect((await t.as('ada').rest.repos.get(repo)).status).toBe(200)
    expect((await octokit.rest.rateLimit.get()).data.resources.core).toMatchObject({ remaining: 0, limit: 5 })
    clock += 3_600_000
    expect((await octokit.rest.repos.get(repo)).status).toBe(200)
  })

  test('are counted per installation, not per token', async () => {
    const one = t.withToken(await t.installationToken('reader'))
    const two = t.withToken(await t.installationToken('reader'))
    for (let i = 0; i < 5; i += 1) await (i % 2 === 0 ? one : two).rest.repos.get(repo)
    expect((await failure(one.rest.repos.get(repo))).status).toBe(403)
    expect((await failure(two.rest.repos.get(repo))).status).toBe(403)
    // The JWTs are counted for the App.
    expect((await t.app('reader').rest.apps.getAuthenticated()).headers['x-ratelimit-remaining']).toBe('2')
  })

  test('the secondary limit says how long to wait', async () => {
    const octokit = t.as('ada')
    await octokit.rest.issues.create({ ...repo, title: 'one' })
    await octokit.rest.issues.create({ ...repo, title: 'two' })
    expect(await failure(octokit.rest.issues.create({ ...repo, title: 'three' }))).toMatchObject({
      status: 403,
      message: expect.stringContaining('secondary rate limit'),
      headers: { 'retry-after': '60' },
    })
    clock += 60_000
    expect((await octokit.rest.issues.create({ ...repo, title: 'four' })).status).toBe(201)
  })

  test('an unchanged answer costs nothing', async () => {
    const first = await call('/repos/ada/engine')
    const etag = first.headers.get('etag') ?? ''
    const again = await call('/repos/ada/engine', { headers: { 'if-none-match': etag } })
    expect([again.status, again.headers.get('x-ratelimit-remaining')]).toEqual([304, '4'])
    await t.as('ada').rest.issues.create({ ...repo, title: 'changes open_issues' })
    expect((await call('/repos/ada/engine', { headers: { 'if-none-match': etag } })).status).toBe(200)
  })
})

describe('looking around', () => {
  test('Apps, installations and people', async () => {
    await using roomy = await startTestForge()
    const apps = roomy.app('baton').rest.apps
    const expected = { id: APPS.baton.installationId, app_slug: 'baton', account: { login: 'ada' } }
    expect((await apps.listInstallations()).data).toMatchObject([expected])
    expect((await apps.getInstallation({ installation_id: expected.id })).data).toMatchObject(expected)
    expect((await apps.getRepoInstallation(repo)).data).toMatchObject(expected)
    expect((await apps.getUserInstallation({ username: 'ADA' })).data).toMatchObject(expected)
    expect((await failure(apps.getOrgInstallation({ org: 'ada' }))).status).toBe(404)
    expect((await failure(apps.getUserInstallation({ username: 'grace' }))).status).toBe(404)
    expect(
      (await failure(apps.getInstallation({ installation_id: APPS.reader.installationId }))).status,
    ).toBe(404)
    expect((await roomy.as('ada').rest.users.getByUsername({ username: 'baton[bot]' })).data).toMatchObject({
      type: 'Bot',
      html_url: `${roomy.forge.url}/apps/baton`,
    })
    expect((await failure(roomy.as('ada').rest.users.getByUsername({ username: 'ghost' }))).status).toBe(404)
    expect((await roomy.as('ada').rest.meta.get()).data.verifiable_password_authentication).toBe(false)
  })

  test('every API request is logged with who and how it ended', async () => {
    await t.as('ada').rest.repos.get(repo)
    await failure(t.withToken('wrong').rest.repos.get(repo))
    await t.app('baton').rest.apps.getAuthenticated()
    expect(t.forge.requests).toEqual([
      { method: 'GET', path: '/repos/ada/engine', caller: 'ada', status: 200 },
      { method: 'GET', path: '/repos/ada/engine', caller: 'anonymous', status: 401 },
      { method: 'GET', path: '/app', caller: 'app:baton', status: 200 },
    ])
  })
})

describe('seeds that contradict themselves', () => {
  const seed = { dataDir: '', users: [], apps: [], repositories: [] }

  test.each([
    [
      'a repository twice',
      {
        repositories: [
          { owner: 'a', name: 'b' },
          { owner: 'A', name: 'B' },
        ],
      },
      /seeded twice/,
    ],
    [
      'a collaborator nobody is',
      { repositories: [{ owner: 'a', name: 'b', collaborators: { ghost: 'write' as const } }] },
      /ghost/,
    ],
    [
      'an event without its permission',
      { apps: [{ id: 1, slug: 'x', installationId: 2, permissions: {}, events: ['issues'] }] },
      /subscribes to issues without the permission issues/,
    ],
  ])('%s', async (_, part, message) => {
    await expect(startForge({ ...seed, dataDir: t.dataDir, ...part })).rejects.toThrow(message)
  })

  test('a port that is taken is said so', async () => {
    const port = Number(new URL(t.forge.url).port)
    await expect(startForge({ ...seed, dataDir: t.dataDir, port })).rejects.toThrow(
      `port ${port} cannot be used`,
    )
  })
})
