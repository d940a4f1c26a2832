// Installations and tokens: asked for once, asked for again when GitHub no longer accepts them, never remembered when absent.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { TerminalError, TransientError } from '../../src/errors.ts'
import { type FakeGitHub, fakeGitHub, repository, tokenBody } from '../support/nock.ts'

let fake: FakeGitHub
beforeEach(() => (fake = fakeGitHub()))
afterEach(() => {
  vi.useRealTimers()
  fake.end()
})

const branch = { object: { sha: 'a'.repeat(40) } }

describe('the installation of a repository', () => {
  test('is asked for once, whatever the spelling, also by two at the same time', async () => {
    fake.installed(5)
    const [first] = await Promise.all([
      fake.github.author(repository),
      fake.github.author({ owner: 'ACME', repo: 'Widgets' }),
    ])
    expect(first.appId).toBe(11)
    await fake.github.author(repository)
  })

  test('is looked for again after a 404: the App may be installed a moment later', async () => {
    fake.installed(undefined)
    await expect(fake.github.author(repository)).rejects.toThrow(TerminalError)
    fake.installed(5)
    await expect(fake.github.author(repository)).resolves.toBeDefined()
  })

  test.each<[string, object, typeof TransientError | typeof TerminalError]>([
    ['a server error', { status: 500 }, TransientError],
    ['a broken connection', { error: 'ECONNRESET' }, TransientError],
    [
      'a wrong key',
      { status: 401, body: { message: 'A JSON web token could not be decoded' } },
      TerminalError,
    ],
    [
      'a page',
      { body: '<html>maintenance</html>', headers: { 'content-type': 'text/html' } },
      TransientError,
    ],
  ])('is not remembered after %s', async (_name, answer, kind) => {
    fake.on('GET', '/installation', answer)
    await expect(fake.github.author(repository)).rejects.toBeInstanceOf(kind)
    fake.installed(5)
    await expect(fake.github.author(repository)).resolves.toBeDefined()
  })

  test('there is no reviewer where no second App is configured', async () => {
    expect(await fake.github.reviewer(repository)).toBeUndefined()
  })
})

describe('the token of an installation', () => {
  test('is asked for once and used until it ends', async () => {
    const client = await fake.client()
    fake.on('GET', '/git/ref/heads%2Fmain', { body: branch })
    fake.on('GET', '/git/ref/heads%2Fmain', { body: branch })
    await client.refs.sha('main')
    await client.refs.sha('main')
    expect(await client.token()).toBe('ghs_first')
  })

  test('a refused token is replaced at the next try', async () => {
    // Octokit itself tries a token that is only seconds old again; this one is older.
    const client = await fake.client()
    fake.on('GET', '/git/ref/heads%2Fmain', { body: branch })
    await client.refs.sha('main')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_000 })
    fake.on('POST', '/issues/7/comments', { status: 401, body: { message: 'Bad credentials' } })
    await expect(client.issues.createComment(7, 'hello')).rejects.toThrow(TransientError)
    fake.installed(5)
    fake.token(5, { status: 201, body: tokenBody('ghs_second') })
    expect(await (await fake.github.author(repository)).token()).toBe('ghs_second')
  })

  test('an App that was installed again is found under its new id', async () => {
    fake.installed(5)
    const client = await fake.github.author(repository)
    fake.token(5, { status: 404, body: { message: 'Not Found' } })
    await expect(client.issues.createComment(7, 'hello')).rejects.toThrow(TransientError)
    fake.installed(6)
    fake.token(6, { status: 201, body: tokenBody('ghs_new') })
    expect(await (await fake.github.author(repository)).token()).toBe('ghs_new')
  })

  test('a suspended installation lasts until somebody lifts it', async () => {
    fake.installed(5)
    const client = await fake.github.author(repository)
    fake.token(5, { status: 403, body: { message: 'This installation has been suspended' } })
    await expect(client.refs.sha('main')).rejects.toThrow(TerminalError)
  })
})

describe('the App itself', () => {
  test('its bot name is asked for once; a failure is not remembered', async () => {
    fake.installed(5)
    const client = await fake.github.author(repository)
    fake.raw('GET', '/app', { status: 502, body: 'bad gateway' })
    await expect(client.login()).rejects.toThrow(TransientError)
    fake.raw('GET', '/app', { body: { id: 11, slug: 'baton' } })
    expect(await client.login()).toBe('baton')
    expect(await client.login()).toBe('baton')
  })
})
