// Workflow runs, their jobs and logs (https://docs.github.com/rest/actions/workflow-runs).

import { numberParam } from '../body.ts'
import { temporaryLink } from '../artifacts.ts'
import { HttpError, notFound } from '../http-error.ts'
import { renderJob } from '../render/job.ts'
import { renderWorkflowRun } from '../render/workflow-run.ts'
import { created, ok, type Reply, type Route, type RouteContext } from '../route.ts'
import { completeRun, rerun } from '../runs.ts'
import type { WorkflowJob, WorkflowRun } from '../world.ts'

const BASE = '/repos/{owner}/{repo}/actions'
const read = { permission: 'actions', level: 'read' } as const
const write = { permission: 'actions', level: 'write' } as const

export function runOf(c: RouteContext): WorkflowRun {
  const id = numberParam(c, 'run_id')
  const run = c.repo().runs.find((one) => one.id === id)
  if (run === undefined) throw notFound()
  return run
}

function jobOf(c: RouteContext): { run: WorkflowRun; job: WorkflowJob } {
  const id = numberParam(c, 'job_id')
  for (const run of c.repo().runs) {
    const job = run.jobs.find((one) => one.id === id)
    if (job !== undefined) return { run, job }
  }
  throw notFound()
}

/** GitHub's date filter: a day or time, `>=` and its kind, or `a..b`. */
function inRange(at: string, range: string): boolean {
  const time = Date.parse(at)
  const [from, to] = range.split('..')
  if (to !== undefined) return time >= Date.parse(from ?? '') && time <= Date.parse(to)
  const [, operator = '', day = ''] = /^(>=|<=|>|<)?(.*)$/.exec(range) ?? []
  const bound = Date.parse(day)
  if (operator === '>=') return time >= bound
  if (operator === '<=') return time <= bound
  if (operator === '>') return time > bound
  if (operator === '<') return time < bound
  return at.startsWith(day)
}

/** A page of runs by GitHub's filters, newest first. */
export async function listWorkflowRuns(
  c: RouteContext,
  belongs: (run: WorkflowRun) => boolean,
): Promise<Reply> {
  const filter = (name: string, matches: (run: WorkflowRun, value: string) => boolean) => {
    const value = c.query.get(name)
    return (run: WorkflowRun): boolean => value === null || matches(run, value)
  }
  const filters = [
    filter('actor', (run, login) => run.actor.login.toLowerCase() === login.toLowerCase()),
    filter('branch', (run, branch) => run.headBranch === branch),
    filter('event', (run, event) => run.event === event),
    // One parameter for both, as on GitHub.
    filter('status', (run, status) => run.status === status || run.conclusion === status),
    filter('head_sha', (run, sha) => run.headSha === sha),
    filter('created', (run, range) => inRange(run.createdAt, range)),
  ]
  const runs = c
    .repo()
    .runs.filter((run) => belongs(run) && filters.every((passes) => passes(run)))
    .reverse()
  const page = await Promise.all(c.page(runs).map((run) => renderWorkflowRun(c.forge, c.repo(), run)))
  return ok({ total_count: runs.length, workflow_runs: page })
}

export const workflowRunRoutes: readonly Route[] = [
  { method: 'GET', path: `${BASE}/runs`, access: read, handle: (c) => listWorkflowRuns(c, () => true) },
  {
    method: 'GET',
    path: `${BASE}/runs/{run_id}`,
    access: read,
    handle: async (c) => ok(await renderWorkflowRun(c.forge, c.repo(), runOf(c))),
  },
  {
    method: 'GET',
    path: `${BASE}/runs/{run_id}/jobs`,
    access: read,
    handle: (c) => {
      const run = runOf(c)
      const jobs = c.page(run.jobs).map((job) => renderJob(c.forge, c.repo(), run, job))
      return ok({ total_count: run.jobs.length, jobs })
    },
  },
  {
    method: 'GET',
    path: `${BASE}/jobs/{job_id}`,
    access: read,
    handle: (c) => {
      const { run, job } = jobOf(c)
      return ok(renderJob(c.forge, c.repo(), run, job))
    },
  },
  {
    method: 'GET',
    path: `${BASE}/jobs/{job_id}/logs`,
    access: read,
    handle: (c) => {
      const { job } = jobOf(c)
      // There is nothing to download before a runner has sent something.
      if (job.status === 'queued') throw notFound()
      const location = temporaryLink(c.forge, c.repo(), Buffer.from(job.log), 'text/plain; charset=utf-8')
      return { status: 302, headers: { location } }
    },
  },
  {
    method: 'POST',
    path: `${BASE}/runs/{run_id}/cancel`,
    access: write,
    handle: async (c) => {
      const run = runOf(c)
      if (run.status === 'completed')
        throw new HttpError(409, 'Cannot cancel a workflow run that is completed.')
      await completeRun(c.forge, c.repo(), run, 'cancelled')
      return { status: 202, json: {} }
    },
  },
  {
    method: 'POST',
    path: `${BASE}/runs/{run_id}/rerun`,
    access: write,
    handle: async (c) => {
      const run = runOf(c)
      if (run.status !== 'completed') throw new HttpError(403, 'This workflow is already running')
      await rerun(c.forge, c.repo(), run)
      return created({})
    },
  },
]
