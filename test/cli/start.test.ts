// `baton start` with credentials: it serves, refuses what cannot work before anything is left running, and stops cleanly.

import { createHmac } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PACKS_DIR } from '../../src/roster/index.ts'
import { fixture, SECRET, silence, up, type Fixture } from './start-fixture.ts'
import { gone, scratch, start } from './support.ts'

const { dir, remove } = scratch()
let github: Fixture | undefined
beforeAll(async () => {
  github = await fixture(dir)
})
afterAll(async () => {
  await remove()
  await github?.close()
})

/** A folder without a .env of somebody. */
const cwd = join(dir, 'cwd')
mkdirSync(cwd)
const data = (name: string): Record<string, string> => ({ ...github?.env, BATON_DATA_DIR: join(dir, name) })

/** A folder for PATH with these programs in it: links to real ones, or scripts. */
function programs(name: string, what: Record<string, { link: string } | { script: string }>): string {
  const folder = join(dir, name)
  mkdirSync(folder)
  for (const [program, how] of Object.entries(what)) {
    if ('link' in how) symlinkSync(how.link, join(folder, program))
    else writeFileSync(join(folder, program), how.script, { mode: 0o755 })
  }
  return folder
}

describe('baton start', () => {
  it('serves, keeps its data folder to itself, stops on SIGTERM, and carries on at the next start', async () => {
    const env = data('data')
    const first = start(['start'], { dir, cwd, env })
    const url = await up(first)
    const health = await fetch(`${url}/health`)
    expect([health.status, await health.json()]).toEqual([200, { ok: true }])
    expect((await fetch(`${url}/nothing`)).status).toBe(404)

    const body = JSON.stringify({ zen: 'Keep it logically awesome.', hook_id: 1 })
    const post = async (delivery: string, signature: string | undefined): Promise<number> => {
      const headers = {
        'content-type': 'application/json',
        'x-github-event': 'ping',
        'x-github-delivery': delivery,
      }
      const signed = signature === undefined ? headers : { ...headers, 'x-hub-signature-256': signature }
      return (await fetch(`${url}/api/github/webhooks`, { method: 'POST', body, headers: signed })).status
    }
    expect(await post('a', undefined)).toBe(401)
    expect(await post('b', `sha256=${'0'.repeat(64)}`)).toBe(401)
    expect(await post('c', `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`)).toBeLessThan(
      300,
    )

    const second = await start(['start'], { dir, cwd, env }).ended
    expect(second.exitCode).toBe(1)
    expect(second.stderr).toMatch(new RegExp(`in use by another Baton, process ${first.pid}[^]*DATABASE_URL`))
    expect((await fetch(`${url}/health`)).status).toBe(200)

    const children = first.children()
    first.kill('SIGTERM')
    const { exitCode, stdout, stderr } = await first.ended
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' })
    await gone(children)

    const next = start(['start'], { dir, cwd, env })
    expect((await fetch(`${await up(next)}/health`)).status).toBe(200)
    next.kill('SIGINT', 'group')
    expect((await next.ended).exitCode).toBe(0)
    for (const text of [stderr, second.stderr, next.stderr]) {
      expect(text).not.toContain(SECRET)
      expect(text).not.toContain('PRIVATE KEY')
    }
  })

  it('stops although GitHub does not answer', async () => {
    const { port, server } = await silence()
    const running = start(['start'], { dir, cwd, env: { ...data('data'), GHE_HOST: `127.0.0.1:${port}` } })
    await up(running)
    const children = running.children()
    running.kill('SIGTERM')
    expect((await running.ended).exitCode).toBe(0)
    await gone(children)
    server.close()
  })

  it('refuses a port in use', async () => {
    const { port, server } = await silence()
    const running = start(['start'], { dir, cwd, env: { ...data('port'), PORT: String(port) } })
    // The database is up by the time the port is opened: it must go down again.
    await running.shows('migrated')
    const children = running.children()
    const { exitCode, stderr } = await running.ended
    server.close()
    expect(exitCode).toBe(1)
    expect(stderr).toContain(`baton: port ${port} on 127.0.0.1 is in use\n  → set PORT to another one`)
    expect(children.length).toBeGreaterThan(0)
    await gone(children)
  })

  it('refuses a broken roster, with file, line and a valid example', async () => {
    const packs = join(dir, 'packs')
    cpSync(PACKS_DIR, packs, { recursive: true })
    writeFileSync(join(packs, 'asa-swarm', 'pack.yml'), 'name: asa-swarm\ntitle: 7\n')
    const running = start([packs], {
      dir,
      cwd,
      env: data('roster'),
      file: join(import.meta.dirname, 'broken-roster-child.ts'),
    })
    const { exitCode, stderr } = await running.ended
    expect(exitCode).toBe(1)
    expect(stderr).toMatch(/the roster in .*packs has \d+ problems?:[^]*asa-swarm\/pack\.yml:2[^]*example:/)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(existsSync(join(dir, 'roster'))).toBe(false)
  })

  it.each<[string, () => Record<string, string>, RegExp]>([
    ['half the credentials', () => ({ APP_ID: '11' }), /PRIVATE_KEY: missing[^]*WEBHOOK_SECRET: missing/],
    [
      'a data folder that cannot be written',
      () => data('app.pem'),
      /data folder .*app\.pem cannot be written[^]*→ make the folder writable/,
    ],
    [
      'no git',
      () => ({ ...data('no-git'), PATH: programs('bin-none', { id: { link: '/usr/bin/id' } }) }),
      /git cannot be run[^]*Install git 2\.38/,
    ],
    [
      'an old git',
      () => ({
        ...data('old-git'),
        PATH: `${programs('bin-old', { git: { script: '#!/bin/sh\necho git version 2.30.2\n' } })}:${process.env.PATH ?? ''}`,
      }),
      /git 2\.38 or newer is needed, found: git version 2\.30\.2[^]*Install git/,
    ],
    [
      'a database that is not there',
      () => ({ ...data('x'), DATABASE_URL: 'postgres://u:hush-hush@127.0.0.1:1/d' }),
      /database cannot be used[^]*check DATABASE_URL/,
    ],
  ])('refuses %s', async (_what, env, message) => {
    const running = start(['start'], { dir, cwd, env: env() })
    const { exitCode, stdout, stderr } = await running.ended
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(stderr).not.toContain('hush-hush')
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    // No database is made for what is refused.
    for (const name of ['no-git', 'old-git', 'x']) expect(existsSync(join(dir, name))).toBe(false)
  })
})
