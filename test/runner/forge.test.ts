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

/** Dispatches as the product does and waits for the end of the run. */
async function dispatch(
  kind: 'validate' | 'benchmark',
  nonce: string,
  plan: object,
  runnerLabels = '"ubuntu-latest"',
) {
  const { rest } = forge.app('baton')
  await rest.actions.createWorkflowDispatch({
    ...target,
    workflow_id: `baton-${kind}.yml`,
    ref: 'main',
    inputs: { sha: base, base_sha: base, nonce, plan: JSON.stringify(plan), runner: runnerLabels },
  })
  const find = async () => (await rest.actions.listWorkflowRunsForRepo(target)).data.workflow_runs
  return {
    find,
    ended: () =>
      expect
        .poll(async () => (await find()).find((run) => run.display_title.endsWith(nonce))?.status, {
          timeout: 20_000,
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
    expect(job).toMatchObject({ name: 'validate', conclusion: 'success', runner_name: 'local-1' })
    expect(job?.steps?.map((step) => step.conclusion)).toEqual(Array.from({ length: 5 }, () => 'success'))
    const log = await rest.actions.downloadJobLogsForWorkflowRun({ ...target, job_id: job!.id })
    expect(String(log.data)).toContain('stands in for ubuntu-latest')

    const listed = await rest.actions.listWorkflowRunArtifacts({ ...target, run_id: run!.id })
    const zip = await rest.actions.downloadArtifact({
      ...target,
      artifact_id: listed.data.artifacts[0]!.id,
      archive_format: 'zip',
    })
    const file = unzipSync(new Uint8Array(zip.data as ArrayBuffer))['baton-result.json']!
    const result = WorkflowResult.parse(JSON.parse(Buffer.from(file).toString()))
    expect(result).toMatchObject({ kind: 'validate', nonce, headSha: base, tests: { failed: 0 } })

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

  test('a run for a label that nobody has stays queued, and others pass it', async () => {
    const plan = { setup: [], rounds: 1, commands: [{ name: 'it', run: 'true', report: 'none' }] }
    const waiting = await dispatch('validate', 'nonce-metal-01', plan, '["self-hosted", "macOS", "ARM64"]')
    const next = await dispatch('validate', 'nonce-after-01', plan, '["self-hosted", "linux"]')
    await next.ended()
    const queued = (await waiting.find()).filter((run) => run.status === 'queued')
    expect(queued).toHaveLength(1)
  })

  test('every call and answer kept to GitHub’s contract', () => {})
})
