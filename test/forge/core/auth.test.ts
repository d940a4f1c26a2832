// Credentials: what a JWT, an installation token and a person's token must be like, and what GitHub says when they are not.

import { createHmac, createSign, generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { APPS, failure, repo, secretRepo, startTestForge, tokenOf } from '../support.ts'
import type { TestForge } from '../support.ts'

let t: TestForge
/** The forge's clock, milliseconds. */
let clock: number

beforeEach(async () => {
  // Octokit signs its JWTs by the real clock; the forge's starts there, at a whole second, and stands still.
  clock = Math.floor(Date.now() / 1000) * 1000
  t = await startTestForge({ now: () => clock })
})
afterEach(() => t[Symbol.asyncDispose]())

const stranger = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

interface Forged {
  header?: Record<string, unknown>
  /** Added to the valid claims; seconds relative to the forge's clock for iat and exp. */
  iss?: unknown
  iat?: number
  exp?: number
  key?: string
  sign?: (input: string) => string
}

function jwt({ header, iss = APPS.baton.id, iat = -30, exp = 300, key, sign }: Forged = {}): string {
  const now = Math.floor(clock / 1000)
  const input = `${part(header ?? { alg: 'RS256', typ: 'JWT' })}.${part({ iss, iat: now + iat, exp: now + exp })}`
  const rs256 = (text: string): string =>
    createSign('RSA-SHA256')
      .update(text)
      .sign(key ?? t.forge.privateKey(APPS.baton.id), 'base64url')
  return `${input}.${(sign ?? rs256)(input)}`
}

const getApp = (token: string | undefined) =>
  t
    .withToken(undefined)
    .request('GET /app', token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })

describe('JWT', () => {
  test.each([
    ['the App id', () => APPS.baton.id],
    ['the App id as text', () => String(APPS.baton.id)],
    ['the client id', () => t.forge.world.apps.get(APPS.baton.id)?.clientId],
  ])('is taken with %s as issuer', async (_, iss) => {
    expect((await getApp(jwt({ iss: iss() }))).data).toMatchObject({ slug: 'baton', installations_count: 1 })
  })

  const undecodable = 'A JSON web token could not be decoded'
  test.each<[string, Forged, number, string]>([
    ['signed with another key', { key: stranger.privateKey }, 401, undecodable],
    ['unsigned (alg none)', { header: { alg: 'none' }, sign: () => '' }, 401, undecodable],
    [
      'signed with the public key as an HMAC secret',
      {
        header: { alg: 'HS256' },
        sign: (text) => createHmac('sha256', stranger.publicKey).update(text).digest('base64url'),
      },
      401,
      undecodable,
    ],
    ['with an empty signature', { sign: () => '' }, 401, undecodable],
    ['of an App there is not', { iss: 999 }, 404, 'Integration not found'],
    ['that has expired', { exp: -1 }, 401, "'Expiration time' claim ('exp') must be"],
    ['valid for an hour', { exp: 3600 }, 401, "'Expiration time' claim ('exp') is too far in the future"],
    ['issued in the future', { iat: 120 }, 401, "'Issued at' claim ('iat') must be"],
  ])('%s is refused', async (_, forged, status, message) => {
    const refused = await failure(getApp(jwt(forged)))
    expect(refused.status).toBe(status)
    expect(refused.message).toContain(message)
  })

  test('a clock 30 seconds ahead is let pass', async () => {
    expect((await getApp(jwt({ iat: 30 }))).status).toBe(200)
  })

  test.each([
    ['no credentials', undefined],
    ["a person's token", tokenOf('ada')],
    ['three dots of rubbish', 'eyJ.eyJ.eyJ'],
  ])('%s is no JWT', async (_, token) => {
    expect(await failure(getApp(token))).toMatchObject({ status: 401, message: undecodable })
  })

  test('opens App routes only', async () => {
    const asked = t.withToken(jwt()).request('GET /repos/{owner}/{repo}', repo)
    expect((await failure(asked)).status).toBe(401)
  })
})

describe('installation tokens', () => {
  const createToken = (
    body: Record<string, unknown> = {},
    installation: number = APPS.baton.installationId,
  ) =>
    t.withToken(jwt()).request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: installation,
      ...body,
    })

  test('live for one hour and act as the bot', async () => {
    const { data } = await createToken()
    expect(data).toMatchObject({
      token: expect.stringMatching(/^ghs_[0-9a-f]{36}$/),
      expires_at: new Date(clock + 3_600_000).toISOString().replace('.000Z', 'Z'),
      repository_selection: 'all',
      permissions: APPS.baton.permissions,
    })
    clock += 3_599_000
    const octokit = t.withToken(data.token)
    expect((await octokit.rest.repos.get(secretRepo)).data.private).toBe(true)
    clock += 1_000
    expect(await failure(octokit.rest.repos.get(secretRepo))).toMatchObject({
      status: 401,
      message: 'Bad credentials',
    })
  })

  test('can be narrowed to permissions', async () => {
    const { data } = await createToken({ permissions: { issues: 'read' } })
    expect(data.permissions).toEqual({ metadata: 'read', issues: 'read' })
    const octokit = t.withToken(data.token)
    expect((await octokit.rest.issues.listForRepo(secretRepo)).data).toEqual([])
    const refused = await failure(octokit.rest.issues.create({ ...secretRepo, title: 'x' }))
    expect(refused).toMatchObject({
      status: 403,
      message: 'Resource not accessible by integration',
      headers: { 'x-accepted-github-permissions': 'issues=write' },
    })
  })

  test.each([
    ['ids', () => ({ repository_ids: [t.forge.world.repositories.get('ada/engine')?.id] })],
    ['names', () => ({ repositories: ['Engine'] })],
  ])('can be narrowed to repositories by %s', async (_, body) => {
    const { data } = await createToken(body())
    expect(data).toMatchObject({ repository_selection: 'selected', repositories: [{ name: 'engine' }] })
    const octokit = t.withToken(data.token)
    expect((await octokit.rest.issues.create({ ...repo, title: 'x' })).status).toBe(201)
    expect((await failure(octokit.rest.repos.get(secretRepo))).status).toBe(404)
    const listed = await octokit.rest.apps.listReposAccessibleToInstallation()
    expect(listed.data).toMatchObject({ total_count: 1, repositories: [{ full_name: 'ada/engine' }] })
  })

  test.each([
    ['a permission beyond the installation', { permissions: { secrets: 'read' } }, 'permissions requested'],
    ['a level beyond the installation', { permissions: { members: 'write' } }, 'permissions requested'],
    ['a repository there is not', { repositories: ['nope'] }, 'at least one repository'],
    ['an id there is not', { repository_ids: [1] }, 'at least one repository'],
  ])('%s is a 422', async (_, body, message) => {
    const refused = await failure(createToken(body))
    expect(refused.status).toBe(422)
    expect(refused.message).toContain(message)
  })

  test.each([
    ["another App's installation", APPS.reviewer.installationId],
    ['an installation there is not', 9],
  ])('none for %s', async (_, id) => {
    expect((await failure(createToken({}, id))).status).toBe(404)
  })

  test('revoked ones stop at once', async () => {
    const octokit = t.withToken((await createToken()).data.token)
    await octokit.rest.apps.revokeInstallationAccessToken()
    expect((await failure(octokit.rest.repos.get(repo))).status).toBe(401)
  })
})

describe('other credentials', () => {
  const user = (authorization: string) =>
    fetch(`${t.forge.url}/api/v3/user`, { headers: { authorization } }).then(async (res) => ({
      status: res.status,
      body: await res.json(),
    }))

  const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`

  test.each([
    ['bearer', `Bearer ${tokenOf('ada')}`],
    ['token', `token ${tokenOf('ada')}`],
    ['basic, token as password', basic(`x-access-token:${tokenOf('ada')}`)],
    ['basic, token as user name', basic(`${tokenOf('ada')}:x-oauth-basic`)],
  ])('%s names the person', async (_, authorization) => {
    expect(await user(authorization)).toMatchObject({ status: 200, body: { login: 'ada', type: 'User' } })
  })

  test.each([
    ['a token nobody has', 'Bearer ghp_nobody'],
    ['an empty token', 'Bearer '],
    ['a scheme GitHub lacks', 'Digest abc'],
    ['basic that is not base64', 'Basic %%%'],
  ])('%s is 401 Bad credentials', async (_, authorization) => {
    expect(await user(authorization)).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials', status: '401', documentation_url: expect.any(String) },
    })
  })

  test('no credentials at all is 401 Requires authentication', async () => {
    expect(await failure(t.withToken(undefined).rest.users.getAuthenticated())).toMatchObject({
      status: 401,
      message: 'Requires authentication',
    })
  })

  test('an installation is nobody to GET /user', async () => {
    const octokit = t.withToken(await t.installationToken('baton'))
    expect((await failure(octokit.rest.users.getAuthenticated())).status).toBe(403)
  })
})
