// Check runs: Apps report on commits (https://docs.github.com/rest/checks/runs).

import { z } from 'zod'
import { numberParam, param, parseBody } from '../body.ts'
import { applyChange, changeSchema, type CheckChange } from '../check-changes.ts'
import { ensureSuite, latestChecks, suitesOf } from '../checks.ts'
import { HttpError, notFound } from '../http-error.ts'
import { settleQueues } from '../merge-queue/process.ts'
import { renderAnnotation, renderCheckRun, renderCheckRunEvent } from '../render/check-run.ts'
import { renderSuiteEvent } from '../render/check-suite.ts'
import { suiteState } from '../checks.ts'
import { created, ok, type Reply, type Route, type RouteContext } from '../route.ts'
import { shaSchema } from '../schemas.ts'
import { type App, type CheckRun, nodeId } from '../world.ts'
import { commitOf } from './commits.ts'

const BASE = '/repos/{owner}/{repo}'
const read = { permission: 'checks', level: 'read' } as const
const write = { permission: 'checks', level: 'write' } as const

const createSchema = z.strictObject({ ...changeSchema.shape, name: z.string().min(1), head_sha: shaSchema })

/** Only Apps have check runs. */
function requireInstallation(c: RouteContext): App {
  const app = c.viaApp()
  if (app === undefined) throw new HttpError(403, 'You must authenticate via a GitHub App.')
  return app
}

function runOf(c: RouteContext): CheckRun {
  const id = numberParam(c, 'check_run_id')
  const run = c.repo().checks.find((one) => one.id === id)
  if (run === undefined) throw notFound()
  return run
}

async function announceRun(c: RouteContext, run: CheckRun, action: string, onlyApp?: number): Promise<void> {
  const payload = { check_run: await renderCheckRunEvent(c.forge, c.repo(), run) }
  const only = onlyApp === undefined ? {} : { onlyApp }
  c.forge.emit({ event: 'check_run', action, repo: c.repo(), sender: c.actor(), payload, ...only })
}

/** check_run.completed, and check_suite.completed when it was the last of its suite. */
async function announceCompletion(c: RouteContext, run: CheckRun): Promise<void> {
  const repo = c.repo()
  await announceRun(c, run, 'completed')
  const suite = suitesOf(repo).find(({ id }) => id === run.suiteId)
  if (suite === undefined || suiteState(repo, suite).status !== 'completed') return
  const payload = { check_suite: await renderSuiteEvent(c.forge, repo, suite) }
  c.forge.emit({ event: 'check_suite', action: 'completed', repo, sender: c.actor(), payload })
}

/** The branch a suite is shown under: an open pull request's head, or any branch with this tip. */
async function branchOf(c: RouteContext, sha: string): Promise<string | null> {
  for (const pull of c.repo().pulls.values()) {
    if (pull.headSha === sha && c.repo().issues.get(pull.number)?.state === 'open') return pull.headRef
  }
  return (await c.forge.git.branches(c.repo())).find((branch) => branch.sha === sha)?.name ?? null
}

async function create(c: RouteContext): Promise<Reply> {
  const app = requireInstallation(c)
  const repo = c.repo()
  const { name, head_sha: headSha, ...change } = parseBody(c, createSchema)
  if ((await c.forge.git.commit(repo, headSha)) === undefined) {
    throw new HttpError(422, `No commit found for SHA: ${headSha}`)
  }
  const known = suitesOf(repo).some((suite) => suite.app.id === app.id && suite.headSha === headSha)
  const branch = known ? null : await branchOf(c, headSha)
  const suite = ensureSuite(c.forge, repo, app, { sha: headSha, branch, before: null })
  const id = c.world.nextId()
  const run: CheckRun = {
    id,
    nodeId: nodeId('CR', id),
    app,
    suiteId: suite.id,
    name,
    headSha,
    status: 'queued',
    conclusion: null,
    externalId: '',
    detailsUrl: null,
    startedAt: c.world.iso(),
    completedAt: null,
    output: { title: null, summary: null, text: null, annotations: [] },
    actions: [],
  }
  applyChange(run, change, c.world.iso())
  repo.checks.push(run)
  await announceRun(c, run, 'created')
  if (run.status === 'completed') await announceCompletion(c, run)
  await settleQueues(c.forge, repo)
  return created(await renderCheckRun(c.forge, repo, run))
}

async function update(c: RouteContext): Promise<Reply> {
  const app = requireInstallation(c)
  const run = runOf(c)
  if (run.app.id !== app.id) {
    throw new HttpError(
      403,
      `Invalid app_id \`${app.id}\` - check run can only be modified by the GitHub App that created it.`,
    )
  }
  const { name, ...change }: CheckChange & { name?: string | undefined } = parseBody(
    c,
    z.strictObject({ ...changeSchema.shape, name: z.string().min(1).optional() }),
  )
  const was = run.status
  run.name = name ?? run.name
  applyChange(run, change, c.world.iso())
  if (run.status === 'completed' && was !== 'completed') await announceCompletion(c, run)
  await settleQueues(c.forge, c.repo())
  return ok(await renderCheckRun(c.forge, c.repo(), run))
}

/** A page of check runs by GitHub's filters, newest first. */
export async function listRuns(
  c: RouteContext,
  all: readonly CheckRun[],
  latest: readonly CheckRun[],
): Promise<Reply> {
  const name = c.query.get('check_name')
  const status = c.query.get('status')
  const app = c.query.get('app_id')
  const runs = (c.query.get('filter') === 'all' ? all : latest)
    .filter(
      (run) =>
        (name === null || run.name === name) &&
        (status === null || run.status === status) &&
        (app === null || String(run.app.id) === app),
    )
    .toSorted((a, b) => b.id - a.id)
  const page = await Promise.all(c.page(runs).map((run) => renderCheckRun(c.forge, c.repo(), run)))
  return ok({ total_count: runs.length, check_runs: page })
}

export const checkRunRoutes: readonly Route[] = [
  { method: 'POST', path: `${BASE}/check-runs`, access: write, handle: create },
  { method: 'PATCH', path: `${BASE}/check-runs/{check_run_id}`, access: write, handle: update },
  {
    method: 'GET',
    path: `${BASE}/check-runs/{check_run_id}`,
    access: read,
    handle: async (c) => ok(await renderCheckRun(c.forge, c.repo(), runOf(c))),
  },
  {
    method: 'GET',
    path: `${BASE}/check-runs/{check_run_id}/annotations`,
    access: read,
    handle: (c) => {
      const run = runOf(c)
      const page = c.page(run.output.annotations)
      return ok(page.map((one) => renderAnnotation(c.forge, c.repo(), run.headSha, one)))
    },
  },
  {
    method: 'POST',
    path: `${BASE}/check-runs/{check_run_id}/rerequest`,
    access: write,
    handle: async (c) => {
      const run = runOf(c)
      await announceRun(c, run, 'rerequested', run.app.id)
      return created({})
    },
  },
  {
    method: 'GET',
    path: `${BASE}/commits/{ref}/check-runs`,
    access: read,
    handle: async (c) => {
      const repo = c.repo()
      const { sha } = await commitOf(c, param(c, 'ref'))
      const all = repo.checks.filter((run) => run.headSha === sha)
      return listRuns(c, all, latestChecks(repo, sha))
    },
  },
]
