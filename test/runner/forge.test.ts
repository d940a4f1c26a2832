// The runner on the embedded GitHub: dispatched, executed and read back through GitHub's own API.

import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WorkflowResult } from '../../src/domain/results.ts'
import { runnerToken } from '../../src/rehearsal/forge/runner-routes.ts'
import { startRunner, type Runner } from '../../src/rehearsal/runner/index.ts'
import { OWNER, startReceiver, startTestForge, type Receiver, type TestForge } from '../forge/support.ts'

const TOP = join(import.meta.dirname, '../..')
const SCENARIO = join(TOP, 'src/rehearsal/scenarios/asa-swarm')
const target = { owner: OWNER, repo: 'asa' } as const

let scratch: string
let forge: TestForge
let hooks: Receiver
let runner: Runner
let base: string

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'baton-forge-runner-'))
  const files = join(scratch, 'files')
  await cp(join(SCENARIO, 'project'), files, { recursive: true })
  await cp(join(TOP, 'templates/target'), files, { recursive: true })
  forge = await startTestForge({ repositories: [{ owner: OWNER, name: target.repo, files }] })
  hooks = await startReceiver()
  forge.forge.setWebhook(11, { url: hooks.url, secret: 'hook secret' })
  runner = await startRunner({
    forgeUrl: forge.forge.url,
    token: runnerToken(forge.forge),
    ...target,
    workDir: join(scratch, 'work'),
    labels: ['self-hosted', 'linux'],
    name: 'local-1',
    log: () => undefined,
  })
  const main = await forge.app('baton').rest.git.getRef({ ...target, ref: 'heads/main' })
  base = main.data.object.sha
})
afterAll(async () => {
  await runner.stop()
  await forge.close()
  await hooks[Symbol.asyncDispose]()
  await rm(scratch, { recursive: true, force: true })
})

interface Platform {
  name: string
  runner: string | string[]
}
const LINUX: Platform = { name: 'linux-x64', runner: 'ubuntu-latest' }
const OWN: Platform = { name: 'own', runner: ['self-hosted', 'linux'] }
const MAC: Platform = { name: 'mac', runner: ['self-hosted', 'macOS', 'ARM64'] }

/** The results in the artifacts of a run, by the artifact's name. */
async function results(run_id: number): Promise<Record<string, WorkflowResult>> {
  const { rest } = forge.app('baton')
  const { data } = await rest.actions.listWorkflowRunArtifacts({ ...target, run_id })
  const read = data.artifacts.map(async ({ id, name }) => {
    const zip = await rest.actions.downloadArtifact({ ...target, artifact_id: id, archive_format: 'zip' })
    const files = unzipSync(new Uint8Array(zip.data as ArrayBuffer))
    expect(Object.keys(files)).toEqual(['baton-result.json'])
    const text = Buffer.from(files['baton-result.json']!).toString()
    return [name, WorkflowResult.parse(JSON.parse(text))] as const
  })
  return Object.fromEntries(await Promise.all(read))
}

/** Dispatches as the product does and waits for the end of the run. */
async function dispatch(
  kind: 'validate' | 'benchmark',
  nonce: string,
  plan: object,
  { platforms = [LINUX], sha = base }: { platforms?: Platform[]; sha?: string } = {},
) {
  const asked = platforms.map((one) => ({ ...one, requires: [] }))
  const { rest } = forge.app('baton')
  await rest.actions.createWorkflowDispatch({
    ...target,
    workflow_id: `baton-${kind}.yml`,
    ref: 'main',
    inputs: {
      sha,
      base_sha: base,
      nonce,
      plan: JSON.stringify(plan),
      platforms: JSON.stringify(asked),
    },
  })
  const find = async () => (await rest.actions.listWorkflowRunsForRepo(target)).data.workflow_runs
  return {
    find,
    ended: () =>
      expect
        .poll(async () => (await find()).find((run) => run.display_title.endsWith(nonce))?.status, {
          timeout: 100_000,
        })
        .toBe('completed'),
  }
}

describe('on the embedded GitHub', () => {
  test('validate: title, conclusion, steps, log, artifact and webhooks', async () => {
    const nonce = 'nonce-validate-1'
    const plan = {
      setup: [],
      rounds: 1,
      commands: [{ name: 'tests', run: 'node --test --test-reporter=tap', report: 'tap' }],
    }
    const { find, ended } = await dispatch('validate', nonce, plan)
    await ended()
    const run = (await find()).find(({ display_title }) => display_title === `baton-validate ${nonce}`)
    expect(run).toMatchObject({ status: 'completed', conclusion: 'success' })

    const { rest } = forge.app('baton')
    const jobs = await rest.actions.listJobsForWorkflowRun({ ...target, run_id: run!.id })
    const [job] = jobs.data.jobs
    expect(job).toMatchObject({ name: 'validate (linux-x64)', conclusion: 'success', runner_name: 'local-1' })
    expect(job?.steps?.map((step) => [step.name, step.conclusion])).toEqual([
      ['Check out the actions of the default branch', 'success'],
      ['Fetch the history of the branches of this repository', 'success'],
      ['Refuse code of forks on a self-hosted runner', 'success'],
      ['Probe Metal', 'skipped'],
      ['Check out the candidate', 'success'],
      ['Set up Node', 'success'],
      ['Validate', 'success'],
      ['Hand back the result', 'success'],
    ])
    const log = await rest.actions.downloadJobLogsForWorkflowRun({ ...target, job_id: job!.id })
    expect(String(log.data)).toContain('stands in for ubuntu-latest')

    expect(await results(run!.id)).toMatchObject({
      'baton-result-linux-x64': {
        kind: 'validate',
        platform: 'linux-x64',
        nonce,
        headSha: base,
        tests: { failed: 0 },
        runner: { environment: 'self-hosted', metal: null },
      },
    })

    await forge.forge.drain()
    expect(hooks.names()).toEqual(
      expect.arrayContaining([
        'workflow_run.requested',
        'workflow_job.in_progress',
        'workflow_job.completed',
        'workflow_run.completed',
      ]),
    )
  })

  test('benchmark: a new benchmark fails nothing, a failing command does', async () => {
    const good = await dispatch('benchmark', 'nonce-benchmark-1', {
      setup: [],
      rounds: 2,
      commands: [{ name: 'attention', run: 'node bench/attention.mjs', report: 'baton-json' }],
    })
    const bad = await dispatch('benchmark', 'nonce-benchmark-2', {
      setup: [],
      rounds: 1,
      commands: [{ name: 'attention', run: 'exit 3', report: 'none' }],
    })
    await good.ended()
    await bad.ended()
    const conclusions = (await bad.find())
      .filter((run) => run.display_title.includes('nonce-benchmark'))
      .map((run) => [run.display_title, run.conclusion])
    expect(Object.fromEntries(conclusions)).toEqual({
      'baton-benchmark nonce-benchmark-1': 'success',
      'baton-benchmark nonce-benchmark-2': 'failure',
    })
  })

  const plan = { setup: [], rounds: 1, commands: [{ name: 'it', run: 'true', report: 'none' }] }

  test('a run for a label that nobody has stays queued, and others pass it', async () => {
    const waiting = await dispatch('validate', 'nonce-metal-01', plan, { platforms: [MAC] })
    const next = await dispatch('validate', 'nonce-after-01', plan, { platforms: [OWN] })
    await next.ended()
    const queued = (await waiting.find()).filter((run) => run.status === 'queued')
    expect(queued).toHaveLength(1)
  })

  test.each(['validate', 'benchmark'] as const)('%s on two platforms at once', async (kind) => {
    const nonce = `nonce-two-${kind}`
    const { find, ended } = await dispatch(kind, nonce, plan, { platforms: [LINUX, OWN] })
    await ended()
    const run = (await find()).find(({ display_title }) => display_title.endsWith(nonce))
    expect(run?.conclusion).toBe('success')
    const { data } = await forge
      .app('baton')
      .rest.actions.listJobsForWorkflowRun({ ...target, run_id: run!.id })
    expect(data.jobs.map((job) => [job.name, job.labels, job.conclusion])).toEqual([
      [`${kind} (linux-x64)`, ['ubuntu-latest'], 'success'],
      [`${kind} (own)`, ['self-hosted', 'linux'], 'success'],
    ])
    expect(await results(run!.id)).toMatchObject({
      'baton-result-linux-x64': { kind, nonce, platform: 'linux-x64' },
      'baton-result-own': { kind, nonce, platform: 'own' },
    })
  })

  test('a job that waits for a machine holds up its run, not the other jobs of it', async () => {
    const nonce = 'nonce-mixed-01'
    const { find } = await dispatch('validate', nonce, plan, { platforms: [MAC, LINUX] })
    const run = (await find()).find(({ display_title }) => display_title.endsWith(nonce))!
    const { rest } = forge.app('baton')
    const jobs = async () => {
      const { data } = await rest.actions.listJobsForWorkflowRun({ ...target, run_id: run.id })
      return data.jobs.map((job) => [job.name, job.status, job.conclusion])
    }
    await expect.poll(jobs, { timeout: 100_000 }).toEqual([
      ['validate (mac)', 'queued', null],
      ['validate (linux-x64)', 'completed', 'success'],
    ])
    expect((await rest.actions.getWorkflowRun({ ...target, run_id: run.id })).data.status).toBe('in_progress')
    await rest.actions.cancelWorkflowRun({ ...target, run_id: run.id })
    expect((await rest.actions.getWorkflowRun({ ...target, run_id: run.id })).data.conclusion).toBe(
      'cancelled',
    )
    expect(await jobs()).toEqual([
      ['validate (mac)', 'completed', 'cancelled'],
      ['validate (linux-x64)', 'completed', 'success'],
    ])
  })

  test('a commit that the repository hands out, but that is on none of its branches, is not run', async () => {
    const { rest } = forge.app('baton')
    // As a fork's: its objects are there, and no branch leads to it.
    const { data: parent } = await rest.git.getCommit({ ...target, commit_sha: base })
    const { data: foreign } = await rest.git.createCommit({
      ...target,
      message: 'from elsewhere',
      tree: parent.tree.sha,
      parents: [base],
    })
    const nonce = 'nonce-fork-001'
    const { find, ended } = await dispatch('validate', nonce, plan, { platforms: [OWN], sha: foreign.sha })
    await ended()
    const run = (await find()).find(({ display_title }) => display_title.endsWith(nonce))!
    expect(run.conclusion).toBe('failure')
    const { data } = await rest.actions.listJobsForWorkflowRun({ ...target, run_id: run.id })
    expect(data.jobs[0]?.steps?.map((step) => step.conclusion)).toEqual([
      'success',
      'success',
      'failure',
      ...Array.from({ length: 5 }, () => 'skipped'),
    ])
    const log = await rest.actions.downloadJobLogsForWorkflowRun({ ...target, job_id: data.jobs[0]!.id })
    expect(String(log.data)).toContain(`${foreign.sha} is on no branch of this repository`)
    expect(await results(run.id)).toEqual({})
  })

  test('platforms that are no list fail the run with the reason in its log', async () => {
    const { rest } = forge.app('baton')
    const inputs = { sha: base, base_sha: base, nonce: 'nonce-wrong-01', plan: '{}', platforms: '{}' }
    await rest.actions.createWorkflowDispatch({
      ...target,
      workflow_id: 'baton-validate.yml',
      ref: 'main',
      inputs,
    })
    const find = async () =>
      (await rest.actions.listWorkflowRunsForRepo(target)).data.workflow_runs.find(({ display_title }) =>
        display_title.endsWith('nonce-wrong-01'),
      )
    await expect.poll(async () => (await find())?.conclusion).toBe('failure')
    const { data } = await rest.actions.listJobsForWorkflowRun({ ...target, run_id: (await find())!.id })
    const log = await rest.actions.downloadJobLogsForWorkflowRun({ ...target, job_id: data.jobs[0]!.id })
    expect(String(log.data)).toContain('the matrix vector platform is')
  })

  test('every call and answer kept to GitHub’s contract', () => {})
})
