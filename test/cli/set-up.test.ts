// `baton start` without credentials: Probot's set-up page, with the manifest of app.yml.

import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { z } from 'zod'
import { APP_EVENTS, APP_PERMISSIONS } from '../../src/domain/policy/app-permissions.ts'
import { silence } from './start-fixture.ts'
import { ROOT, baton, scratch, start } from './support.ts'

const { dir, remove } = scratch()
afterAll(remove)
const cwd = join(dir, 'cwd')
mkdirSync(cwd)
for (const file of ['app.yml', 'package.json']) copyFileSync(join(ROOT, file), join(cwd, file))

const Manifest = z.looseObject({
  hook_attributes: z.looseObject({ url: z.url(), active: z.literal(true) }),
  redirect_url: z.string(),
  public: z.boolean(),
  default_permissions: z.record(z.string(), z.string()),
  default_events: z.array(z.string()),
})

async function freePort(): Promise<number> {
  const { port, server } = await silence()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Probot names the page a moment before it listens. */
async function firstAnswer(url: string): Promise<Response> {
  for (;;) {
    try {
      return await fetch(url, { redirect: 'manual' })
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      await sleep(20)
    }
  }
}

it('serves the page that registers the App, until Ctrl-C', async () => {
  const port = await freePort()
  const running = start(['start'], { dir, cwd, env: { PORT: String(port) } })
  await running.shows(`http://localhost:${port}`)
  const url = `http://localhost:${port}`
  const top = await firstAnswer(url)
  expect([top.status, top.headers.get('location')]).toEqual([302, '/probot'])
  const html = await (await fetch(`${url}/probot`)).text()
  expect(html).toContain('action="https://github.com/settings/apps/new')
  // Probot puts it in the page as it is: an apostrophe in app.yml would end it early, and then it is no JSON.
  const json = /name="manifest" id="manifest" value='([^']*)'/.exec(html)?.[1] ?? ''
  const manifest = Manifest.parse(JSON.parse(json))
  expect(manifest.hook_attributes.url).toMatch(/^https:\/\/[^/]+\/api\/github\/webhooks$/)
  expect(manifest.redirect_url).toBe(`${url}/probot/setup`)
  expect(manifest.public).toBe(false)
  expect(manifest.default_permissions).toEqual(APP_PERMISSIONS)
  expect([...manifest.default_events].sort()).toEqual([...APP_EVENTS].sort())
  running.kill('SIGINT', 'group')
  const { exitCode, stdout } = await running.ended
  expect(exitCode).toBe(0)
  expect(stdout).toContain('No App credentials yet')
})

it('refuses a port in use', async () => {
  const { port, server } = await silence()
  const { exitCode, stderr } = await baton(['start'], {
    dir,
    cwd,
    env: { HOST: '127.0.0.1', PORT: String(port) },
  })
  server.close()
  expect(exitCode).toBe(1)
  expect(stderr).toContain(`baton: port ${port} is in use\n  → set PORT`)
})

it.each<[string, Record<string, string>, string, RegExp]>([
  ['a port that is none', { PORT: 'web' }, cwd, /PORT: expected a whole number/],
  [
    'production',
    { NODE_ENV: 'production' },
    cwd,
    /no App credentials[^]*NODE_ENV=production[^]*set APP_ID, PRIVATE_KEY and WEBHOOK_SECRET/,
  ],
  ['a folder without app.yml', {}, dir, /no app\.yml here[^]*start in Baton's own folder/],
])('refuses %s', async (_what, env, at, message) => {
  const { exitCode, stderr } = await baton(['start'], { dir, cwd: at, env })
  expect(exitCode).toBe(1)
  expect(stderr).toMatch(message)
})
