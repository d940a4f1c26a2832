// Check runs, suites and statuses over the API.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failure, malformed, startReceiver, type Receiver, type TestForge } from '../support.ts'
import { APPS, commit, repo, startCodeForge } from './support.ts'

let t: TestForge
let hooks: Receiver
let sha: string
beforeAll(async () => {
  t = await startCodeForge()
  hooks = await startReceiver()
  t.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: 's' })
  sha = await commit(t.as('grace'), 'checked', { 'a.txt': 'a\n' })
})
afterAll(async () => {
  await hooks[Symbol.asyncDispose]()
  await t.close()
})

const annotation = (n: number) => ({
  path: 'a.txt',
  start_line: n,
  end_line: n,
  annotation_level: 'warning' as const,
  message: `number ${n}`,
})

describe('check runs', () => {
  it('run from queued to completed, with annotations adding up', async () => {
    const checks = t.app('baton').rest.checks
    const made = await checks.create({
      ...repo,
      name: 'life',
      head_sha: sha,
      status: 'queued',
      external_id: 'x-1',
      output: { title: 'T', summary: 'S', annotations: [annotation(1)] },
      actions: [{ label: 'Again', description: 'Run it again', identifier: 'again' }],
    })
    const run = { ...repo, check_run_id: made.data.id }
    await checks.update({
      ...run,
      status: 'in_progress',
      output: { title: 'T', summary: 'S', annotations: [annotation(2)] },
    })
    const { data } = await checks.update({ ...run, conclusion: 'failure' })
    expect(data).toMatchObject({
      status: 'completed',
      conclusion: 'failure',
      external_id: 'x-1',
      output: { annotations_count: 2 },
    })
    expect(data.completed_at).not.toBeNull()
    const listed = await checks.listAnnotations(run)
    expect(listed.data.map(({ message }) => message)).toEqual(['number 1', 'number 2'])
    await t.forge.drain()
    const names = hooks.names().filter((name) => name.startsWith('check_'))
    expect(names.slice(-4)).toEqual([
      'check_suite.requested',
      'check_run.created',
      'check_run.completed',
      'check_suite.completed',
    ])
    const again = await checks.update({ ...run, status: 'in_progress' })
    expect(again.data).toMatchObject({ conclusion: null, completed_at: null })
    await checks.update({ ...run, conclusion: 'success' })
    await checks.rerequestRun(run)
    await t.forge.drain()
    expect(hooks.names().at(-1)).toBe('check_run.rerequested')
  })

  it('are listed by ref, latest per name, and by suite', async () => {
    const baton = t.app('baton').rest.checks
    for (const conclusion of ['failure', 'success'] as const) {
      await baton.create({ ...repo, name: 'twice', head_sha: sha, conclusion })
    }
    await t
      .app('reviewer')
      .rest.checks.create({ ...repo, name: 'twice', head_sha: sha, conclusion: 'neutral' })
    const names = async (more: { filter?: 'all'; app_id?: number }) =>
      (await baton.listForRef({ ...repo, ref: 'checked', check_name: 'twice', ...more })).data.check_runs.map(
        ({ conclusion }) => conclusion,
      )
    expect(await names({})).toEqual(['neutral', 'success'])
    expect(await names({ filter: 'all' })).toEqual(['neutral', 'success', 'failure'])
    expect(await names({ app_id: APPS.reviewer.id })).toEqual(['neutral'])
    const suites = (await baton.listSuitesForRef({ ...repo, ref: sha })).data.check_suites
    expect(suites.map(({ app, conclusion }) => [app?.slug, conclusion])).toEqual([
      ['baton', 'success'],
      ['baton-reviewer', 'neutral'],
    ])
    const suite = suites.find(({ app }) => app?.slug === 'baton-reviewer')!
    const inSuite = await baton.listForSuite({ ...repo, check_suite_id: suite.id })
    expect(inSuite.data.total_count).toBe(1)
    await baton.rerequestSuite({ ...repo, check_suite_id: suites[0]!.id })
  })

  it.each([
    ['a person', 'grace', {}, 403, 'You must authenticate via a GitHub App.'],
    ['an App without checks', 'reader', {}, 403, 'Resource not accessible by integration'],
    [
      'an unknown commit',
      'baton',
      { head_sha: '1'.repeat(40) },
      422,
      `No commit found for SHA: ${'1'.repeat(40)}`,
    ],
    ['a short SHA', 'baton', { head_sha: 'abc' }, 422, undefined],
    [
      'a long button',
      'baton',
      { actions: [{ label: 'x'.repeat(21), description: 'd', identifier: 'i' }] },
      422,
      undefined,
    ],
    [
      'four buttons',
      'baton',
      {
        actions: Array.from({ length: 4 }, (_, i) => ({ label: 'l', description: 'd', identifier: `${i}` })),
      },
      422,
      undefined,
    ],
    [
      '51 annotations',
      'baton',
      {
        output: {
          title: 't',
          summary: 's',
          annotations: Array.from({ length: 51 }, (_, i) => annotation(i + 1)),
        },
      },
      422,
      undefined,
    ],
    ['a long summary', 'baton', { output: { title: 't', summary: 'x'.repeat(65_536) } }, 422, undefined],
    ['an unknown conclusion', 'baton', { conclusion: 'stale' }, 422, undefined],
  ] as const)('refuse %s', async (_, who, more, status, message) => {
    const octokit = who === 'grace' ? t.as('grace') : t.app(who)
    const call = () =>
      octokit.request('POST /repos/{owner}/{repo}/check-runs', {
        ...repo,
        name: 'refused',
        head_sha: sha,
        ...more,
      } as never)
    const refused = await malformed(t.forge, () => failure(call()))
    expect(refused.status).toBe(status)
    if (message !== undefined) expect(refused.message).toBe(message)
    const { data } = await t.as('ada').rest.checks.listForRef({ ...repo, ref: sha, check_name: 'refused' })
    expect(data.total_count).toBe(0)
  })
})

describe('statuses', () => {
  it('combine, the latest per context', async () => {
    const repos = t.as('grace').rest.repos
    const combined = async () => (await repos.getCombinedStatusForRef({ ...repo, ref: sha })).data
    expect(await combined()).toMatchObject({ state: 'pending', total_count: 0 })
    const rows = [
      ['a', 'success', 'success'],
      ['b', 'pending', 'pending'],
      ['b', 'error', 'failure'],
      ['b', 'success', 'success'],
    ] as const
    for (const [context, state, whole] of rows) {
      await repos.createCommitStatus({ ...repo, sha, context, state, description: 'd' })
      expect((await combined()).state).toBe(whole)
    }
    const { data } = await repos.listCommitStatusesForRef({ ...repo, ref: 'checked' })
    expect(data.map(({ context, state }) => [context, state])).toEqual([
      ['b', 'success'],
      ['b', 'error'],
      ['b', 'pending'],
      ['a', 'success'],
    ])
    const missing = await failure(
      repos.createCommitStatus({ ...repo, sha: '1'.repeat(40), state: 'success' }),
    )
    expect([missing.status, missing.message]).toEqual([422, `No commit found for SHA: ${'1'.repeat(40)}`])
    expect(
      (await failure(t.as('lin').rest.repos.createCommitStatus({ ...repo, sha, state: 'success' }))).status,
    ).toBe(403)
  })
})
