// The pages in a real browser: headings, no errors, nothing from elsewhere, no sideways scrolling on a narrow screen.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { complaints, openBrowser, overflowOf } from '../support/browser.ts'
import { openPull, startCodeForge } from './code/support.ts'
import { repo } from './support.ts'
import type { TestForge } from './support.ts'

/** One line that cannot be broken, as hashes and names are. */
const LONG = 'x'.repeat(120)

let t: TestForge
let browser: Browser
const paths = new Map<string, string>()

beforeAll(async () => {
  browser = await openBrowser()
  t = await startCodeForge()
  await seed()
})
afterAll(async () => {
  await browser.close()
  await t.close()
})

/** An issue, its pull request with a review and a check, and a queued workflow run; every text is long and wide. */
async function seed(): Promise<void> {
  const [ada, grace, baton] = [t.as('ada').rest, t.as('grace').rest, t.app('baton').rest]
  const table = `| ${LONG} | b | c | d | e |\n|---|---|---|---|---|\n| 1 | 2 | ${LONG} | 4 | 5 |`
  const text = `<!-- hidden marker -->\n${LONG}\n\n${table}\n\n\`\`\`ts\nconst ${LONG} = 1\n\`\`\``
  const { data: issue } = await ada.issues.create({
    ...repo,
    title: `Wide ${LONG}`,
    body: text,
    labels: ['bug'],
  })
  await ada.issues.createComment({ ...repo, issue_number: issue.number, body: text })
  const wide = { 'wide.ts': `const ${LONG} = '${LONG}'\n` }
  const pull = await openPull(t.as('grace'), 'topic', wide, { body: `Closes #${issue.number}\n\n${text}` })
  await ada.pulls.createReview({
    ...repo,
    pull_number: pull.number,
    event: 'REQUEST_CHANGES',
    body: text,
    comments: [{ path: 'wide.ts', line: 1, body: text }],
  })
  const output = { title: `Result ${LONG}`, summary: text }
  const check = {
    ...repo,
    name: 'baton/gates',
    head_sha: pull.head.sha,
    conclusion: 'failure' as const,
    output,
  }
  const { data: made } = await baton.checks.create(check)
  const inputs = { nonce: LONG }
  await grace.actions.createWorkflowDispatch({ ...repo, workflow_id: 'check.yml', ref: 'main', inputs })
  const { data } = await grace.actions.listWorkflowRunsForRepo(repo)
  const own = '/ada/engine'
  paths.set('home', '/').set('repository', own).set('issues', `${own}/issues`)
  paths.set('issue', `${own}/issues/${issue.number}`).set('pull request', `${own}/pull/${pull.number}`)
  paths.set('check', `${own}/runs/${made.id}`).set('commit', `${own}/commit/${pull.head.sha}`)
  paths
    .set('actions', `${own}/actions`)
    .set('workflow run', `${own}/actions/runs/${data.workflow_runs[0]?.id}`)
}

const pages = [
  ['home', 'ada/engine'],
  ['repository', 'Issues'],
  ['issues', ''],
  ['issue', 'Wide'],
  ['pull request', 'Files changed'],
  ['check', 'baton/gates'],
  ['commit', 'Files changed'],
  ['actions', ''],
  ['workflow run', 'Inputs'],
] as const

describe.each([
  ['390 px, light', { width: 390, colorScheme: 'light' }],
  ['1280 px, dark', { width: 1280, colorScheme: 'dark' }],
] as const)('%s', (_, { width, colorScheme }) => {
  test.each(pages)('the page: %s', async (name, heading) => {
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme })
    const page = await context.newPage()
    const wrong = complaints(page, t.forge.url)
    const answer = await page.goto(t.forge.url + (paths.get(name) ?? '/missing'))
    expect(answer?.status()).toBe(200)
    const headings = await page.locator('h1, h2').allInnerTexts()
    if (heading !== '') expect(headings.join('\n')).toContain(heading)
    const text = await page.locator('body').innerText()
    expect(text).toContain("Baton's embedded stand-in for GitHub.")
    expect(text).not.toMatch(/[\u200b\u2060\ufeff]|<!--|hidden marker|undefined|\[object/)
    const overflow = await overflowOf(page)
    expect({ overflow, wrong }).toEqual({ overflow: 0, wrong: [] })
    await context.close()
  })
})

test('every link of every page leads somewhere', async () => {
  const known = new Set(paths.values())
  for (const path of known) {
    const response = await fetch(t.forge.url + path, { headers: { accept: 'text/html' } })
    expect({ path, status: response.status }).toEqual({ path, status: 200 })
    for (const [, link = ''] of (await response.text()).matchAll(/href="(\/[^"#]*)/g)) known.add(link)
  }
  expect(known.size).toBeGreaterThan(paths.size)
})
