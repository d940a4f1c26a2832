// The pages behind the token, over HTTP on a real store: who gets in, what is answered, and what it says.

import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { KPI_NAMES } from '../../src/domain/kpis/kpi.ts'
import { RunId, TaskKey } from '../../src/domain/ids.ts'
import { tokenIn } from '../../src/http/access.ts'
import { cached } from '../../src/http/cached.ts'
import { kpiMetric } from '../../src/http/metrics.ts'
import { pages } from '../../src/http/pages.ts'
import { createConfigurations } from '../../src/reconcile/configuration.ts'
import { emptyTaskState } from '../../src/reconcile/task-state.ts'
import { putDeadLetter } from '../../src/store/dead-letters.ts'
import { createRun, finishRun } from '../../src/store/runs.ts'
import { saveTask } from '../../src/store/tasks.ts'
import { testStore, type TestStore } from '../support/engine.ts'

const TOKEN = 'a-token-of-the-tests-äöü'.normalize()
const PLAIN = 'plain-token-of-the-tests'
const HOSTILE = `<script>alert("1")</script> & 'x' \u202e<img src=x onerror=y>`

let at: TestStore
let url: string
let token: string | undefined = PLAIN
const server = createServer((req, res) => {
  const { db } = at.store
  const handlers = pages({
    db,
    configurations: createConfigurations(db, new Map()),
    token,
    serverUrl: 'https://github.example',
    now: Date.now,
  })
  void (async () => {
    for (const handle of handlers) if (await handle(req, res)) return
    res.writeHead(404).end('nobody')
  })()
})

beforeAll(async () => {
  at = await testStore()
  const { db } = at.store
  const key = TaskKey.parse('acme/Gears#7')
  const shown = { title: HOSTILE, state: 'blocked' as const, merged: [] }
  await saveTask(
    db,
    key,
    { ...emptyTaskState(), authorisedBy: 'alice', shown, explanation: [`waits: ${HOSTILE}`] },
    true,
  )
  // Nobody handed it over: it is none of the tasks.
  await saveTask(db, TaskKey.parse('acme/Gears#8'), emptyTaskState(), true)
  const run = {
    taskKey: key,
    wave: 1,
    agent: 'critic',
    purpose: 'review',
    headSha: 'a'.repeat(40),
    request: {},
  }
  for (const attempt of [1, 2])
    await createRun(db, { ...run, attempt, id: RunId.parse(`${key}/w1/critic/review/${attempt}`) })
  await finishRun(db, RunId.parse(`${key}/w1/critic/review/1`), {
    state: 'failed',
    outcome: { kind: 'failed', detail: '' },
    usage: { usd: 2.5 },
  })
  await putDeadLetter(db, { queue: 'reconcile', key, data: {}, error: 'e', kind: 'UserError', attempts: 1 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  url = `http://127.0.0.1:${address.port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await at.close()
})

const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`
const ask = (path: string, authorization?: string, method = 'GET') =>
  fetch(url + path, { method, headers: authorization === undefined ? {} : { authorization } })
const read = async (path: string): Promise<string> => (await ask(path, `Bearer ${PLAIN}`)).text()

describe('without a token of the installation', () => {
  test.each(['/metrics', '/dashboard', '/dashboard/acme/gears'])('%s is not there', async (path) => {
    token = undefined
    const answer = await ask(path, `Bearer ${PLAIN}`)
    token = PLAIN
    expect([answer.status, await answer.text()]).toEqual([404, 'nobody'])
  })
})

describe.each(['/metrics', '/dashboard', '/dashboard/acme/gears', '/dashboard/acme/none'])('%s', (path) => {
  test.each([
    ['nothing', undefined],
    ['another token', 'Bearer another-token-of-tests'],
    ['a part of it', `Bearer ${PLAIN.slice(0, -1)}`],
    ['more than it', `Bearer ${PLAIN}x`],
    ['the token as user', basic(`${PLAIN}:`)],
    ['the token alone', basic(PLAIN)],
    ['another scheme', `Digest ${PLAIN}`],
    ['no scheme', PLAIN],
    ['an empty token', 'Bearer '],
  ])('is refused to whoever sends %s, by whatever method', async (_, authorization) => {
    for (const method of ['GET', 'POST', 'HEAD']) {
      const answer = await ask(path, authorization, method)
      expect([method, answer.status]).toEqual([method, 401])
      expect(answer.headers.get('www-authenticate')).toContain('Basic realm="Baton"')
      expect(await answer.text()).not.toContain(PLAIN)
    }
  })

  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('only answers reading, not %s', async (method) => {
    const answer = await ask(path, `Bearer ${PLAIN}`, method)
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })

  test('tells only its head where only that is asked for', async () => {
    const answer = await ask(path, basic(`anybody:${PLAIN}`), 'HEAD')
    expect(answer.status).toBe(path.endsWith('none') ? 404 : 200)
    expect(await answer.text()).toBe('')
  })
})

test.each([
  ['Bearer abc', 'abc'],
  ['bearer  abc', 'abc'],
  [basic(`u:${TOKEN}`), TOKEN],
  [basic('u:a:b'), 'a:b'],
  [basic(':'), ''],
  ['Basic', undefined],
  ['Bearer a b', undefined],
  [undefined, undefined],
])('%s holds the token %s', (header, found) => {
  expect(tokenIn(header)).toBe(found)
})

describe('metrics', () => {
  test('are in the text format, each sample with help and type, each name once', async () => {
    const answer = await ask('/metrics', `Bearer ${PLAIN}`)
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    const lines = (await answer.text()).split('\n').filter((line) => line !== '')
    const types = lines.flatMap((line) => /^# TYPE (\S+) (\w+)$/.exec(line)?.slice(1, 2) ?? [])
    expect(new Set(types).size).toBe(types.length)
    for (const line of lines.filter((one) => !one.startsWith('#'))) {
      const name = /^([a-zA-Z_:][\w:]*)(\{[^}]*\})? \S+$/.exec(line)?.[1] ?? ''
      expect(
        types.some((type) => name === type || name.startsWith(`${type}_`)),
        line,
      ).toBe(true)
    }
  })

  test('tell what there is, and nothing of a key figure without a case', async () => {
    const text = await read('/metrics')
    for (const sample of [
      'baton_open_tasks{repository="acme/Gears",state="blocked"} 1',
      'baton_agent_runs{repository="acme/Gears",agent="critic",state="queued"} 1',
      'baton_agent_runs{repository="acme/Gears",agent="critic",state="running"} 0',
      'baton_spent_today_usd{repository="acme/Gears"} 2.5',
      'baton_kpi_cost_usd{repository="acme/Gears"} 2.5',
      'baton_kpi_cases{repository="acme/Gears",kpi="coverage"} 0',
      'baton_deliveries_waiting 0',
      'baton_dead_letters 1',
    ])
      expect(text.split('\n')).toContain(sample)
    expect(text).not.toMatch(/^baton_kpi_coverage_ratio\{/m)
    expect(text).toMatch(/^process_cpu_seconds_total \d/m)
    expect(text).not.toContain('NaN')
  })

  test('are named by their units', () => {
    expect(KPI_NAMES.map(kpiMetric)).toEqual([
      'baton_kpi_build_success_ratio',
      'baton_kpi_test_pass_rate_ratio',
      'baton_kpi_coverage_ratio',
      'baton_kpi_documentation_coverage_ratio',
      'baton_kpi_performance_stability_ratio',
      'baton_kpi_completion_rate_ratio',
      'baton_kpi_blocker_resolution_time_seconds',
      'baton_kpi_review_rounds',
      'baton_kpi_cost_usd',
    ])
  })
})

describe('the dashboard', () => {
  test('allows nothing but its own styles', async () => {
    const { headers } = await ask('/dashboard/acme/gears', `Bearer ${PLAIN}`)
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-\S{44}' 'sha256-\S{44}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
    )
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  test('lists repositories with what goes on in each', async () => {
    const text = await read('/dashboard')
    expect(text).toContain('<a href="/dashboard/acme/Gears">acme/Gears</a>')
    expect(text).toContain('<strong class="bad">1</strong>')
    expect(text).toContain('$2.50')
  })

  test.each(['/dashboard/acme/Gears', '/dashboard/ACME/gears', '/dashboard/acme/gears/'])(
    'knows a repository as %s',
    async (path) => {
      expect(await read(path)).toContain('<h1>acme/Gears</h1>')
    },
  )

  test.each([
    '/dashboard/acme',
    '/dashboard/acme/none',
    '/dashboard/acme/gears/x',
    '/dashboard/%3Cscript%3E/a',
  ])('%s is not there, and a page says so', async (path) => {
    const answer = await ask(path, `Bearer ${PLAIN}`)
    const text = await answer.text()
    expect([answer.status, answer.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8'])
    expect(text).toContain('<h1>Not found</h1>')
    expect(text).not.toContain('script')
  })

  test.each(['/dashboards', '/metrics/x', '/'])('%s is somebody else’s', async (path) => {
    expect(await (await ask(path, `Bearer ${PLAIN}`)).text()).toBe('nobody')
  })

  test('shows words of people as text, and only tasks that were handed over', async () => {
    const text = await read('/dashboard/acme/gears')
    expect(text).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; ')
    expect(text).not.toMatch(/<script|<img|onerror=y>|\u202e/)
    expect(text).toContain('<a href="https://github.example/acme/Gears/issues/7">#7</a>')
    expect(text).not.toContain('issues/8')
  })

  test('renews itself until somebody stops that', async () => {
    expect(await read('/dashboard/acme/gears')).toMatch(/<meta http-equiv="refresh" content="15" ?\/?>/)
    const still = await read('/dashboard/acme/gears?live=off')
    expect(still).not.toContain('http-equiv')
    expect(still).toContain('<a href="/dashboard/acme/Gears">Start that</a>')
  })
})

describe('what is kept for a moment', () => {
  test('is computed once while it is new, by key, and anew after that or a failure', async () => {
    const asked: string[] = []
    let now = 1000
    let fails = false
    const get = cached(
      (key) => {
        asked.push(key)
        return fails ? Promise.reject(new Error('no')) : Promise.resolve(asked.length)
      },
      10,
      () => now,
    )
    expect(await Promise.all([get('a'), get('a'), get('b')])).toEqual([1, 1, 2])
    now = 1010
    expect(await get('a')).toBe(3)
    now = 1020
    fails = true
    await expect(get('a')).rejects.toThrow('no')
    fails = false
    expect(await get('a')).toBe(5)
    expect(asked).toEqual(['a', 'b', 'a', 'a', 'a'])
  })
})
