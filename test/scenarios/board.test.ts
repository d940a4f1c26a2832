// The board and the key figures of a repository whose task goes from issue to merge, with one round that is sent back.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BoardView } from '../../src/domain/board/view.ts'
import { createConfigurations } from '../../src/reconcile/configuration.ts'
import { boardOf } from '../../src/reconcile/board.ts'
import { loadBuiltInPacks, PACKS_DIR } from '../../src/roster/index.ts'
import { complaints, openBrowser, overflowOf } from '../support/browser.ts'
import { conductGated } from '../support/conduct.ts'
import { until } from '../support/engine.ts'
import { at, isDone, taskOf } from '../support/small-stage.ts'

const TITLE = 'Greet <script>alert(1)</script> | people'
/** A rule that is told and does not block: the agents change code, and never what documents it. */
const RULE = `  documentation: [{ changed: ['src/**'], needs: ['README.md'], advisory: true }]\n`

const TOKEN = 'a-token-of-the-board'

let here: Awaited<ReturnType<typeof conductGated>>
let number: number

beforeAll(async () => {
  here = await conductGated(/critic\/review\/2/, [], { policy: RULE }, (config) => ({
    ...config,
    dashboardToken: TOKEN,
  }))
  const { issues } = here.small.as('alice').rest
  const labels = ['baton', 'type:implementation', 'complexity:medium']
  number = (await issues.create({ ...at, title: TITLE, body: 'greet() should say Hello.', labels })).data
    .number
  await until('the critic is at its second review', () => here.model.held > 0, 200_000)
}, 300_000)
afterAll(async () => {
  await here.close()
})

async function board(): Promise<BoardView> {
  const { db } = here.baton.store
  const configurations = createConfigurations(db, (await loadBuiltInPacks(PACKS_DIR)).packs)
  const { policy } = await configurations.resolve(at, { policy: undefined, roster: [] })
  return boardOf(db, at, Date.now(), { policy })
}

const figures = ({ kpis }: BoardView) =>
  Object.fromEntries(kpis.map(({ name, value, cases }) => [name, [value, cases]]))

test('while a review is at work, its agent is, and the task is in review under its own title', async () => {
  const { agents, tasks, repository } = await board()
  expect(repository).toEqual(at)
  const [first, ...others] = agents
  expect(first).toMatchObject({
    agent: 'critic',
    state: 'working',
    at: [{ task: taskOf(number), purpose: 'review', working: true }],
    done: 1,
    failed: 0,
  })
  expect(new Set(others.map(({ state }) => state))).toEqual(new Set(['idle']))
  expect(others.map(({ agent }) => agent)).toEqual([
    'benchmarker',
    'implementer',
    'orchestrator',
    'researcher',
  ])
  expect(tasks).toMatchObject([{ task: taskOf(number), title: TITLE, state: 'in-review' }])
})

test('the page shows the same in a browser to whoever has the token, and the metrics to a monitor', async () => {
  const { url = '' } = here.baton
  expect((await fetch(`${url}/dashboard`)).status).toBe(401)
  const browser = await openBrowser()
  try {
    const credentials = { username: 'alice', password: TOKEN }
    const context = await browser.newContext({
      viewport: { width: 360, height: 800 },
      httpCredentials: credentials,
    })
    const page = await context.newPage()
    const wrong = complaints(page, url)
    await page.goto(`${url}/dashboard`)
    await page.getByRole('link', { name: 'acme/greeter' }).click()
    const rowsOf = (caption: string) =>
      page.getByRole('table', { name: caption }).locator('tbody tr').allInnerTexts()
    expect((await rowsOf('Open tasks'))[0]).toContain(TITLE)
    expect((await rowsOf('The team now'))[0]?.replaceAll(/\s+/g, ' ')).toMatch(
      new RegExp(`^critic working #${number} wave \\d, review: at work, asked for .* 1 0 \\$`),
    )
    expect({ overflow: await overflowOf(page), wrong }).toEqual({ overflow: 0, wrong: [] })
  } finally {
    await browser.close()
  }
  const metrics = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })
  expect(await metrics.text()).toContain(
    'baton_agent_runs{repository="acme/greeter",agent="critic",state="running"} 1\n',
  )
})

test('after the merge the key figures tell of two rounds, and of documentation that did not change', async () => {
  here.model.release()
  await here.rest()
  await until('the task is done', () => isDone(here.small.repo, number), 200_000)
  await here.rest()
  const view = await board()
  expect(view.tasks).toEqual([])
  expect(view.agents.every(({ state }) => state === 'idle')).toBe(true)
  const { cost, ...others } = figures(view)
  expect(others).toEqual({
    build_success: [1, 2],
    test_pass_rate: [1, 2],
    coverage: [undefined, 0],
    documentation_coverage: [0, 1],
    performance_stability: [undefined, 0],
    completion_rate: [1, 1],
    blocker_resolution_time: [undefined, 0],
    review_rounds: [2, 1],
  })
  expect(cost?.[0]).toBeGreaterThan(0)
  expect(cost?.[1]).toBe(view.agents.reduce((sum, { done }) => sum + done, 0))
  expect(view.kpis.map(({ before }) => before).filter((value) => value !== undefined)).toEqual([])
})
