// The environment as configuration: every problem at once, and no secret in any message.

import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { hasCredentials, readConfig, readPort, readStorage } from '../../src/config.ts'
import { UserError } from '../../src/errors.ts'
import { scratch } from './support.ts'

const { dir, remove } = scratch()
afterAll(remove)

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = rsa.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
const file = join(dir, 'app.pem')
writeFileSync(file, pem)
const SECRET = 'a-webhook-secret-of-the-tests'
const good = { APP_ID: '12', PRIVATE_KEY: pem, WEBHOOK_SECRET: SECRET }

function refusal(env: Record<string, string | undefined>): string {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof UserError) return `${error.message}\n${error.fix}`
    throw error
  }
  throw new Error('it was accepted')
}

describe('readConfig', () => {
  it.each<[string, Record<string, string>]>([
    ['a key as it is', {}],
    ['a key with its line ends spelled out', { PRIVATE_KEY: pem.replaceAll('\n', '\\n') }],
    ['a key in a file', { PRIVATE_KEY: '', PRIVATE_KEY_PATH: file }],
    ['empty variables', { DATABASE_URL: '', REVIEWER_APP_ID: '', PORT: '', ANTHROPIC_BASE_URL: '' }],
  ])('takes %s', (_what, change) => {
    expect(readConfig({ ...good, ...change })).toMatchObject({
      port: 3000,
      role: 'all',
      databaseUrl: undefined,
      github: {
        apiUrl: 'https://api.github.com',
        author: { appId: 12, privateKey: pem },
        reviewer: undefined,
      },
    })
  })

  it('takes an enterprise server and a second App', () => {
    const env = {
      ...good,
      GHE_HOST: 'git.example.org:8443',
      GHE_PROTOCOL: 'http',
      REVIEWER_APP_ID: '13',
      REVIEWER_PRIVATE_KEY_PATH: file,
    }
    expect(readConfig(env).github).toMatchObject({
      apiUrl: 'http://git.example.org:8443/api/v3',
      serverUrl: 'http://git.example.org:8443',
      reviewer: { appId: 13, privateKey: pem },
    })
  })

  it.each<[string, Record<string, string | undefined>, RegExp]>([
    [
      'no webhook secret',
      { WEBHOOK_SECRET: undefined },
      /WEBHOOK_SECRET: missing: anybody could send webhooks[^]*openssl rand -hex 32/,
    ],
    ["Probot's well-known default", { WEBHOOK_SECRET: 'development' }, /WEBHOOK_SECRET: shorter than 16/],
    ['no App id', { APP_ID: undefined }, /APP_ID: missing/],
    ['a name for an App id', { APP_ID: 'baton' }, /APP_ID: expected a whole number/],
    ['no key', { PRIVATE_KEY: undefined }, /PRIVATE_KEY: missing/],
    ['a key of another kind', { PRIVATE_KEY: ec }, /PRIVATE_KEY: not an RSA private key in PEM form/],
    [
      'a key file that is not there',
      { PRIVATE_KEY: '', PRIVATE_KEY_PATH: '/none.pem' },
      /PRIVATE_KEY_PATH: ENOENT[^]*none\.pem/,
    ],
    [
      'half a reviewer',
      { REVIEWER_APP_ID: '13' },
      /REVIEWER_APP_ID and REVIEWER_PRIVATE_KEY: both or neither/,
    ],
    [
      'the App as its own reviewer',
      { REVIEWER_APP_ID: '12', REVIEWER_PRIVATE_KEY: pem },
      /cannot approve its own/,
    ],
    ['a port out of range', { PORT: '70000' }, /PORT: expected a whole number from 0 to 65535/],
    ['a port that is a fraction', { PORT: '80.5' }, /PORT: expected a whole number/],
    [
      'another database',
      { DATABASE_URL: 'mysql://u:pw-of-the-database@h/d' },
      /DATABASE_URL: expected postgres:/,
    ],
    ['a short token', { BATON_DASHBOARD_TOKEN: 'abc' }, /BATON_DASHBOARD_TOKEN: shorter than 16/],
    ['an unknown role', { BATON_ROLE: 'king' }, /BATON_ROLE: .*"all"/],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL: .*"info"/],
    ['an address that is none', { ANTHROPIC_BASE_URL: 'here' }, /ANTHROPIC_BASE_URL: Invalid URL/],
  ])('refuses %s', (_what, change, message) => {
    expect(refusal({ ...good, ...change })).toMatch(message)
  })

  it('lists all problems at once, each once, and no value of a secret', () => {
    const env = {
      APP_ID: '-1.5',
      PRIVATE_KEY_PATH: '/none.pem',
      REVIEWER_PRIVATE_KEY: `${ec}${SECRET}`,
      WEBHOOK_SECRET: 'hush',
      DATABASE_URL: 'mysql://u:pw-of-the-database@h/d',
      PORT: 'x',
    }
    const text = refusal(env)
    const names = text.split('\n').flatMap((line) => /^ {2}([A-Z_]+)/.exec(line)?.[1] ?? [])
    expect(names.sort()).toEqual(
      [
        'APP_ID',
        'DATABASE_URL',
        'PORT',
        'PRIVATE_KEY_PATH',
        'REVIEWER_APP_ID',
        'REVIEWER_PRIVATE_KEY',
        'WEBHOOK_SECRET',
      ].sort(),
    )
    for (const secret of ['hush', 'pw-of-the-database', SECRET, 'BEGIN PRIVATE'])
      expect(text).not.toContain(secret)
  })
})

describe('what other commands read', () => {
  it.each([
    [{}, false],
    [{ WEBHOOK_SECRET: SECRET }, false],
    [{ APP_ID: '' }, false],
    [{ APP_ID: '12' }, true],
    [{ PRIVATE_KEY_PATH: file }, true],
  ])('%j has credentials: %s', (env, expected) => expect(hasCredentials(env)).toBe(expected))

  it('the port of the set-up page', () => {
    expect(readPort({})).toBe(3000)
    expect(readPort({ PORT: '3001' })).toBe(3001)
    expect(() => readPort({ PORT: 'http' })).toThrow(/PORT: expected a whole number/)
  })

  it('where the store is, without any credentials', () => {
    expect(readStorage({ BATON_DATA_DIR: dir })).toEqual({ databaseUrl: undefined, dataDir: dir })
    expect(() => readStorage({ DATABASE_URL: 'x' })).toThrow(/DATABASE_URL/)
  })
})
