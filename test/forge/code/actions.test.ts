// Workflows: dispatching, what a runner does with a run, artifacts and logs.

import { unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runnerToken } from '../../../src/rehearsal/forge/runner-routes.ts'
import { failure, malformed, startReceiver, type Receiver, type TestForge } from '../support.ts'
import { APPS, cloneUrl, commit, git, repo, startCodeForge } from './support.ts'

let now = Date.parse('2026-01-01T00:00:00Z')
let t: TestForge
let hooks: Receiver
beforeAll(async () => {
  t = await startCodeForge({ now: () => now })
  hooks = await startReceiver()
  t.forge.setWebhook(APPS.baton.id, { url: hooks.url, secret: 's' })
})
afterAll(async () => {
  await hooks[Symbol.asyncDispose]()
  await t.close()
})

/** One request as the runner makes it. */
const runner = (method: string, path: string, body: unknown, token = runnerToken(t.forge)) =>
  fetch(`${t.forge.url}/_runner/repos/ada/engine${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': body instanceof Uint8Array ? 'application/zip' : 'application/json',
    },
    body: body instanceof Uint8Array ? new Blob([new Uint8Array(body)]) : JSON.stringify(body),
  })

const dispatch = (inputs: Record<string, string>, more: { ref?: string; workflow_id?: string } = {}) =>
  t.as('grace').request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
    ...repo,
    workflow_id: 'check.yml',
    ref: 'main',
    inputs,
    return_run_details: true,
    ...more,
  })
const idOf = (answer: { data: unknown }): number =>
  (answer.data as { workflow_run_id: number }).workflow_run_id
const claim = (labels = ['ubuntu-latest']) => runner('POST', '/claim', { labels, name: 'r1' })

describe('dispatching', () => {
  it('lists the workflows of the default branch', async () => {
    const { data } = await t.as('mallory').rest.actions.listRepoWorkflows(repo)
    expect(data.workflows.map(({ name, path }) => [name, path])).toEqual([
      ['Check', '.github/workflows/check.yml'],
      ['.github/workflows/push.yml', '.github/workflows/push.yml'],
    ])
    const [first] = data.workflows
    const byId = await t.as('grace').rest.actions.getWorkflow({ ...repo, workflow_id: first!.id })
    expect(byId.data.id).toBe(first!.id)
  })

  it('answers the run, or nothing without return_run_details', async () => {
    const answer = await dispatch({ nonce: 'n' })
    expect(answer.status).toBe(200)
    expect(answer.data).toMatchObject({ run_url: expect.stringContaining(`/actions/runs/${idOf(answer)}`) })
    const silent = await t.as('grace').rest.actions.createWorkflowDispatch({
      ...repo,
      workflow_id: 'check.yml',
      ref: 'main',
      inputs: { nonce: 'm' },
    })
    expect(silent.status).toBe(204)
    const { data } = await t
      .as('grace')
      .rest.actions.listWorkflowRuns({ ...repo, workflow_id: 'check.yml', status: 'queued' })
    expect(data.workflow_runs.map(({ run_number }) => run_number)).toEqual([2, 1])
    for (const { id } of data.workflow_runs)
      await t.as('grace').rest.actions.cancelWorkflowRun({ ...repo, run_id: id })
    const again = await failure(
      t.as('grace').rest.actions.cancelWorkflowRun({ ...repo, run_id: idOf(answer) }),
    )
    expect([again.status, again.message]).toEqual([409, 'Cannot cancel a workflow run that is completed.'])
  })

  it.each([
    ['a missing input', {}, {}, 422, "Required input 'nonce' not provided"],
    ['an unknown input', { nonce: 'n', other: 'x' }, {}, 422, 'Unexpected inputs provided: ["other"]'],
    [
      'a name from Object.prototype',
      { nonce: 'n', constructor: 'x' },
      {},
      422,
      'Unexpected inputs provided: ["constructor"]',
    ],
    [
      'a choice that is none',
      { nonce: 'n', mode: 'x' },
      {},
      422,
      "Provided value 'x' for input 'mode' not in the list of allowed values",
    ],
    [
      '26 inputs',
      Object.fromEntries(Array.from({ length: 26 }, (_, i) => [`i${i}`, 'x'])),
      {},
      422,
      'you may only define up to 25 `inputs` for a `workflow_dispatch` event',
    ],
    ['an unknown ref', { nonce: 'n' }, { ref: 'nowhere' }, 422, 'No ref found for: nowhere'],
    ['a ref that is an option', { nonce: 'n' }, { ref: '--all' }, 422, 'No ref found for: --all'],
    ['an unknown workflow', { nonce: 'n' }, { workflow_id: 'no.yml' }, 404, 'Not Found'],
    [
      'another trigger',
      {},
      { workflow_id: 'push.yml' },
      422,
      "Workflow does not have 'workflow_dispatch' trigger",
    ],
  ])('refuses %s', async (_, inputs, more, status, message) => {
    const before = t.forge.world.repositories.get('ada/engine')!.runs.length
    const refused = await malformed(t.forge, () => failure(dispatch(inputs, more)))
    expect([refused.status, refused.message]).toEqual([status, message])
    expect(t.forge.world.repositories.get('ada/engine')!.runs.length).toBe(before)
  })

  it('needs write', async () => {
    const call = t
      .as('lin')
      .rest.actions.createWorkflowDispatch({ ...repo, workflow_id: 'check.yml', ref: 'main' })
    expect((await failure(call)).status).toBe(403)
  })
})

describe('a matrix', () => {
  const MATRIX = `name: Matrix
on: { workflow_dispatch: { inputs: { on: { required: true } } } }
jobs:
  a:
    name: a (\${{ matrix.on.name }})
    strategy: { fail-fast: false, matrix: { on: '\${{ fromJSON(inputs.on) }}' } }
    runs-on: \${{ matrix.on.label }}
    steps: [{ run: ls }]
`
  const platforms = JSON.stringify([
    { name: 'one', label: 'linux' },
    { name: 'two', label: ['linux', 'big'] },
    { name: 'three', label: 'linux' },
  ])
  const ended = (name: string, conclusion: string) => ({
    jobs: [
      {
        name,
        status: 'completed',
        conclusion,
        started_at: null,
        completed_at: '2026-01-01T00:00:02Z',
        steps: [],
      },
    ],
  })
  const jobsOf = async (run_id: number) =>
    (await t.as('grace').rest.actions.listJobsForWorkflowRun({ ...repo, run_id })).data.jobs
  const runOf = async (run_id: number) =>
    (await t.as('grace').rest.actions.getWorkflowRun({ ...repo, run_id })).data

  it('is a job for each value, handed out one by one, and the run ends with the last', async () => {
    await t.as('ada').rest.repos.createOrUpdateFileContents({
      ...repo,
      path: '.github/workflows/matrix.yml',
      message: 'matrix',
      content: Buffer.from(MATRIX).toString('base64'),
    })
    const run_id = idOf(await dispatch({ on: platforms }, { workflow_id: 'matrix.yml' }))
    expect((await jobsOf(run_id)).map(({ name, labels }) => [name, labels])).toEqual([
      ['a (one)', ['linux']],
      ['a (two)', ['linux', 'big']],
      ['a (three)', ['linux']],
    ])
    const claims = await Promise.all([claim(['linux']), claim(['linux']), claim(['linux'])])
    const given = claims.filter(({ status }) => status === 200).map((answer) => answer.json())
    expect(await Promise.all(given)).toMatchObject([
      { jobs: [{ name: 'a (one)' }] },
      { jobs: [{ name: 'a (three)' }] },
    ])
    await runner('PATCH', `/runs/${run_id}`, ended('a (one)', 'failure'))
    await runner('PATCH', `/runs/${run_id}`, ended('a (three)', 'success'))
    expect(await runOf(run_id)).toMatchObject({ status: 'in_progress', conclusion: null })
    expect(await (await claim(['linux', 'big'])).json()).toMatchObject({ jobs: [{ name: 'a (two)' }] })
    await runner('PATCH', `/runs/${run_id}`, ended('a (two)', 'success'))
    expect(await runOf(run_id)).toMatchObject({ status: 'completed', conclusion: 'failure' })
  })

  it('that cannot be expanded is one job that any runner takes', async () => {
    const run_id = idOf(await dispatch({ on: '{}' }, { workflow_id: 'matrix.yml' }))
    expect((await jobsOf(run_id)).map(({ labels }) => labels)).toEqual([[]])
    expect((await claim([])).status).toBe(200)
    await t.as('grace').rest.actions.cancelWorkflowRun({ ...repo, run_id })
  })
})

describe('running', () => {
  it('is claimed once, reported live, and leaves artifacts and logs', async () => {
    const run_id = idOf(await dispatch({ nonce: 'abc' }))
    expect((await claim(['macos-15'])).status, 'labels nobody has keep it queued').toBe(204)
    const [first, second] = await Promise.all([claim(), claim()])
    expect([first.status, second.status].sort((a, b) => a - b)).toEqual([200, 204])
    const claimed = (await (first.status === 200 ? first : second).json()) as {
      token: string
      repository: { clone_url: string }
    }
    expect(claimed).toMatchObject({
      run: { id: run_id, inputs: { nonce: 'abc', mode: 'fast' }, status: 'in_progress' },
      workflow: { path: '.github/workflows/check.yml', text: expect.stringContaining('name: Check') },
    })
    const step = {
      name: 'Run echo hi',
      number: 1,
      status: 'in_progress',
      conclusion: null,
      started_at: '2026-01-01T00:00:01.5Z',
      completed_at: null,
    }
    const job = {
      name: 'check',
      labels: ['ubuntu-latest'],
      runner_name: 'r1',
      status: 'in_progress',
      conclusion: null,
      started_at: '2026-01-01T00:00:01Z',
      completed_at: null,
      steps: [step],
      log: 'hi\n',
    }
    expect(
      (
        await runner('PATCH', `/runs/${run_id}`, {
          display_title: 'check abc',
          status: 'in_progress',
          jobs: [job],
        })
      ).status,
    ).toBe(200)
    const live = await t.as('mallory').rest.actions.listJobsForWorkflowRun({ ...repo, run_id })
    expect(live.data.jobs).toMatchObject([
      { status: 'in_progress', runner_name: 'r1', steps: [{ name: 'Run echo hi', status: 'in_progress' }] },
    ])
    const zip = zipSync({ 'result.json': Buffer.from('{"ok":true}') })
    expect((await runner('PUT', `/runs/${run_id}/artifacts/baton-result`, zip)).status).toBe(201)
    expect(
      (await runner('PUT', `/runs/${run_id}/artifacts/baton-result`, zip)).status,
      'names are taken once',
    ).toBe(409)
    expect(
      (await runner('PUT', `/runs/${run_id}/artifacts/other`, new TextEncoder().encode('text'))).status,
    ).toBe(422)
    const done = {
      ...job,
      status: 'completed',
      conclusion: 'success',
      completed_at: '2026-01-01T00:00:02Z',
      log: 'hi\nbye\n',
      steps: [{ ...step, status: 'completed', conclusion: 'success', completed_at: '2026-01-01T00:00:02Z' }],
    }
    expect(
      (await runner('PATCH', `/runs/${run_id}`, { status: 'completed', conclusion: 'success', jobs: [done] }))
        .status,
    ).toBe(200)
    expect(
      (await runner('PATCH', `/runs/${run_id}`, { jobs: [job] })).status,
      'a run that is over takes no reports',
    ).toBe(409)
    const { data } = await t.as('grace').rest.actions.getWorkflowRun({ ...repo, run_id })
    expect(data).toMatchObject({
      status: 'completed',
      conclusion: 'success',
      display_title: 'check abc',
      run_attempt: 1,
    })

    const { data: list } = await t.as('grace').rest.actions.listWorkflowRunArtifacts({ ...repo, run_id })
    expect(list).toMatchObject({
      total_count: 1,
      artifacts: [{ name: 'baton-result', size_in_bytes: zip.length, expired: false }],
    })
    const artifact_id = list.artifacts[0]!.id
    const download = await t
      .as('grace')
      .rest.actions.downloadArtifact({ ...repo, artifact_id, archive_format: 'zip' })
    const files = unzipSync(new Uint8Array(download.data as ArrayBuffer))
    expect(Buffer.from(files['result.json']!).toString()).toBe('{"ok":true}')
    const log = await t
      .as('grace')
      .rest.actions.downloadJobLogsForWorkflowRun({ ...repo, job_id: live.data.jobs[0]!.id })
    expect(String(log.data)).toBe('hi\nbye\n')

    const address = `${t.forge.url}/api/v3/repos/ada/engine/actions/artifacts/${artifact_id}/zip`
    const headers = { authorization: 'token ghp_grace', 'user-agent': 'test' }
    const redirect = await fetch(address, { headers, redirect: 'manual' })
    expect(redirect.status).toBe(302)
    const location = redirect.headers.get('location')!
    expect((await fetch(location)).status).toBe(200)
    now += 60_000
    expect((await fetch(location)).status, 'a download address lives a minute').toBe(404)
    expect((await fetch(address, { headers: { 'user-agent': 'test' }, redirect: 'manual' })).status).toBe(401)
    now += 90 * 24 * 3600 * 1000
    expect((await fetch(address, { headers, redirect: 'manual' })).status).toBe(410)

    await t.forge.drain()
    expect(
      hooks
        .names()
        .filter((name) => name.startsWith('workflow_'))
        .slice(-6),
    ).toEqual([
      'workflow_run.requested',
      'workflow_job.queued',
      'workflow_run.in_progress',
      'workflow_job.in_progress',
      'workflow_job.completed',
      'workflow_run.completed',
    ])
  })

  it('hands out a token that reads this repository and nothing else', async () => {
    await dispatch({ nonce: 'token' })
    const { token } = (await (await claim()).json()) as { token: string }
    const work = t.dataDir
    expect((await git(work, 'ls-remote', cloneUrl(t, token), 'HEAD')).code).toBe(0)
    expect((await git(work, 'ls-remote', cloneUrl(t, token, 'secret'), 'HEAD')).code).not.toBe(0)
    const job = t.withToken(token)
    await job.rest.repos.getContent({ ...repo, path: 'README.md' })
    expect((await failure(commit(job, 'sneak', { 'x.txt': 'x' }))).status).toBe(403)
    expect((await failure(job.rest.issues.create({ ...repo, title: 'x' }))).status).toBe(403)
  })

  it('is cancelled and run again', async () => {
    const run_id = idOf(await dispatch({ nonce: 'again' }))
    const running = await failure(t.as('grace').rest.actions.reRunWorkflow({ ...repo, run_id }))
    expect([running.status, running.message]).toEqual([403, 'This workflow is already running'])
    expect((await claim()).status).toBe(200)
    await t.as('grace').rest.actions.cancelWorkflowRun({ ...repo, run_id })
    expect((await runner('PATCH', `/runs/${run_id}`, { jobs: [] })).status).toBe(409)
    await t.as('grace').rest.actions.reRunWorkflow({ ...repo, run_id })
    const { data } = await t.as('grace').rest.actions.getWorkflowRun({ ...repo, run_id })
    expect(data).toMatchObject({ status: 'queued', conclusion: null, run_attempt: 2 })
    const { data: jobs } = await t.as('grace').rest.actions.listJobsForWorkflowRun({ ...repo, run_id })
    expect(jobs.jobs).toMatchObject([{ status: 'queued', name: 'check', runner_name: null }])
  })

  it.each([
    ['no token', '', 401],
    ['a wrong token', 'x'.repeat(48), 401],
    ['a person’s token', 'ghp_ada', 401],
  ])('lets nobody in with %s', async (_, token, status) => {
    for (const [method, path] of [
      ['POST', '/claim'],
      ['PATCH', '/runs/1'],
      ['PUT', '/runs/1/artifacts/a'],
    ] as const) {
      expect((await runner(method, path, { labels: [], name: 'x' }, token)).status).toBe(status)
    }
  })
})
