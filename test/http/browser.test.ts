// The dashboard in a real browser: tables that a screen reader can name, words as words, no sideways scrolling on a phone.

import { createServer } from 'node:http'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Sha, TaskKey } from '../../src/domain/ids.ts'
import { pages } from '../../src/http/pages.ts'
import { createConfigurations } from '../../src/reconcile/configuration.ts'
import { emptyTaskState, type TaskState } from '../../src/reconcile/task-state.ts'
import { loadBuiltInPacks, PACKS_DIR } from '../../src/roster/index.ts'
import { saveGood } from '../../src/store/configurations.ts'
import { recordMeasurements } from '../../src/store/measurements.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { ratioOf4, result, sha } from '../domain/support.ts'
import { complaints, openBrowser, overflowOf } from '../support/browser.ts'
import { testStore, type TestStore } from '../support/engine.ts'

const TOKEN = 'a-token-of-the-browser'
const LONG = 'x'.repeat(110)
const HOSTILE = `<script>document.title = 'taken'</script><b>${LONG}</b> </td></table>`
const repo = { owner: 'acme', repo: 'math' }
const PLANS = 8
const POLICY = `version: 1
extends: mathhook
validate:
  commands:
    - { name: files, run: 'test -f README.md' }
`

let at: TestStore
let browser: Browser
let url: string
const { packs } = await loadBuiltInPacks(PACKS_DIR)
const server = createServer((req, res) => {
  const { db } = at.store
  const configurations = createConfigurations(db, packs)
  const open = pages({ db, configurations, token: TOKEN, serverUrl: 'https://github.example', now: Date.now })
  void (async () => {
    for (const handle of open) if (await handle(req, res)) return
    res.writeHead(204).end()
  })()
})

/** Each plan needs a wave of the one before, and the last one a signal as well. */
const planText = (n: number): string => `---
plan: a-plan-with-a-rather-long-name-${n}
title: ${JSON.stringify(`Plan ${n} ${HOSTILE}`)}
orchestrator: rust-engineer
waves:
  - wave: 1
    title: ${JSON.stringify(HOSTILE)}
${n === 1 ? '' : `    depends_on: [a-plan-with-a-rather-long-name-${n - 1}/1]\n`}${n === PLANS ? '    waits_for: [go]\n' : ''}${n === 1 ? '    signals: [go]\n' : ''}---
`

async function seed(): Promise<void> {
  const { db } = at.store
  const save = (n: number, state: Partial<TaskState>) =>
    saveTask(db, TaskKey.parse(`acme/math#${n}`), { ...emptyTaskState(), authorisedBy: 'a', ...state }, true)
  const merged = { state: 'merged' as const, attempts: 1, startedAt: 0, endedAt: 3_600_000 }
  for (let n = 1; n <= PLANS; n += 1)
    await save(n, {
      plan: planText(n),
      progress: n === 1 ? { 'a-plan-with-a-rather-long-name-1/1': merged } : {},
      shown: { title: HOSTILE, state: n === 2 ? 'blocked' : 'running', merged: [] },
      explanation: [`parked: ${HOSTILE}`],
    })
  await saveGood(db, repo, { policy: POLICY, roster: [] })
  const now = Date.now()
  for (const n of [1, 2, 3])
    await recordMeasurements(
      db,
      {
        repo,
        branch: 'main',
        taskKey: TaskKey.parse('acme/math#1'),
        validation: `v${n}`,
        wave: 1,
        workflowRunId: n,
        mergedAs: Sha.parse(sha(String(n))),
        at: new Date(now - (4 - n) * 3_600_000),
      },
      result({ benchmarks: [ratioOf4], coverage: { lines: { covered: 70 + n, total: 100 } } }),
    )
}

beforeAll(async () => {
  at = await testStore()
  await seed()
  browser = await openBrowser()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  url = `http://127.0.0.1:${address.port}`
})
afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
  await at.close()
})

async function open(path: string, screen: { width: number; colorScheme: 'light' | 'dark' }) {
  const context = await browser.newContext({
    viewport: { width: screen.width, height: 900 },
    colorScheme: screen.colorScheme,
    httpCredentials: { username: 'anybody', password: TOKEN },
  })
  const page = await context.newPage()
  const wrong = complaints(page, url)
  const answer = await page.goto(url + path)
  return { page, context, wrong, status: answer?.status() }
}

describe.each([
  ['360 px, light', { width: 360, colorScheme: 'light' }],
  ['1280 px, dark', { width: 1280, colorScheme: 'dark' }],
] as const)('%s', (_, screen) => {
  test.each(['/dashboard', '/dashboard/acme/math'])('%s', async (path) => {
    const { page, context, wrong, status } = await open(path, screen)
    expect(status).toBe(200)
    expect(await page.title()).toMatch(/Baton$/)
    const text = await page.locator('body').innerText()
    expect(text).not.toMatch(/undefined|\[object|NaN|Invalid/)
    // Each table has a name, and each of its cells a header of its column and of its row.
    for (const table of await page.locator('table').all()) {
      expect(await table.locator('caption').innerText()).not.toBe('')
      const columns = await table.locator('thead th[scope=col]').count()
      for (const row of await table.locator('tbody tr').all()) {
        expect(await row.locator('th[scope=row]').count()).toBe(1)
        expect(await row.locator('th, td').count()).toBe(columns)
      }
    }
    const background = await page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(background).toBe(screen.colorScheme === 'dark' ? 'rgb(13, 17, 23)' : 'rgb(255, 255, 255)')
    expect({ overflow: await overflowOf(page), wrong }).toEqual({ overflow: 0, wrong: [] })
    await context.close()
  })
})

test('the board has plans, critical path, matrix, figures against targets, trends and key figures', async () => {
  const { page, context } = await open('/dashboard/acme/math', { width: 1280, colorScheme: 'light' })
  const rowsOf = async (caption: string) =>
    (await page.getByRole('table', { name: caption }).locator('tbody tr').allInnerTexts()).map((row) =>
      row.replaceAll(/\s+/g, ' '),
    )
  const tasks = await rowsOf('Open tasks')
  expect(tasks).toHaveLength(PLANS)
  expect(tasks[0]).toMatch(/^#2 <script>document\.title = 'taken'<\/script>.* BLOCKED parked: <script>/)
  expect(await page.locator('script').count()).toBe(0)

  const name = 'a-plan-with-a-rather-long-name'
  const matrix = await rowsOf('What the plan of a row needs')
  expect(matrix[1]).toContain(`${name}-2 met ${name}-1/1`)
  expect(matrix[2]).toContain(`waits ${name}-2/1`)
  expect(matrix[PLANS - 1]).toContain('waits go')
  expect(await page.locator('.path li').count()).toBe(PLANS - 1)

  const figures = await rowsOf('What the last merge measured')
  expect(figures.find((row) => row.startsWith('tests.passed'))).toMatch(/12 tests .*>= 676 tests NO$/)
  expect(figures.some((row) => row.startsWith('performance.regression not measured'))).toBe(true)
  expect(await page.locator('svg polyline').count()).toBeGreaterThan(1)
  // Drawn by its own style, which the policy of the page lets through.
  expect(await page.evaluate("getComputedStyle(document.querySelector('polyline')).fill")).toBe('none')

  const kpis = await rowsOf('Of the last 30 days')
  expect(kpis.find((row) => row.startsWith('Coverage '))).toMatch(/ 73 % – 3$/)
  await context.close()
})
