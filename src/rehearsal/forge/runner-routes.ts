// The endpoints of the local Actions runner. They are this forge's own: github.com's runner protocol is not public.

import { randomBytes, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { followLink } from './artifacts.ts'
import { numberParam, param, parseBody } from './body.ts'
import type { Forge } from './forge.ts'
import { HttpError, notFound } from './http-error.ts'
import { findRepository } from './lookup.ts'
import { renderArtifact } from './render/artifact.ts'
import { renderJob } from './render/job.ts'
import { renderRepository } from './render/repository.ts'
import { renderWorkflowRun } from './render/workflow-run.ts'
import { created, noContent, ok, type Reply, type Route, type RouteContext } from './route.ts'
import { applyReport, reportSchema } from './run-report.ts'
import { announceRun } from './runs.ts'
import { jobToken } from './job-token.ts'
import { type Artifact, nodeId, type Repository, type WorkflowJob, type WorkflowRun } from './world.ts'

const BASE = '/_runner/repos/{owner}/{repo}'
const tokens = new WeakMap<Forge, string>()

/** What a runner authorises itself with; random, the same for the life of the forge. */
export function runnerToken(forge: Forge): string {
  const token = tokens.get(forge) ?? randomBytes(24).toString('hex')
  tokens.set(forge, token)
  return token
}

/** The repository, for whoever holds the runner token. Throws 401 or 404. */
function admitRunner(c: RouteContext): Repository {
  const given = Buffer.from(/^Bearer (.+)$/i.exec(c.headers.authorization ?? '')?.[1] ?? '')
  const wanted = Buffer.from(runnerToken(c.forge))
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    throw new HttpError(401, 'Bad credentials')
  }
  const repo = findRepository(c.world, param(c, 'owner'), param(c, 'repo'))
  if (repo === undefined) throw notFound()
  return repo
}

function runOf(c: RouteContext, repo: Repository): WorkflowRun {
  const id = numberParam(c, 'run_id')
  const run = repo.runs.find((one) => one.id === id)
  if (run === undefined) throw notFound()
  return run
}

const claimSchema = z.strictObject({ labels: z.array(z.string()), name: z.string().min(1) })

/** The oldest job that waits and whose labels this runner all has; those that ask for others wait on, whatever their run does. */
function nextJob(
  repo: Repository,
  labels: readonly string[],
): { run: WorkflowRun; job: WorkflowJob } | undefined {
  const has = new Set(labels.map((label) => label.toLowerCase()))
  for (const run of repo.runs) {
    if (run.status === 'completed') continue
    const job = run.jobs.find(
      (one) =>
        one.status === 'queued' &&
        one.runnerName === null &&
        one.labels.every((label) => has.has(label.toLowerCase())),
    )
    if (job !== undefined) return { run, job }
  }
  return undefined
}

async function claim(c: RouteContext): Promise<Reply> {
  const repo = admitRunner(c)
  const { labels, name } = parseBody(c, claimSchema)
  const next = nextJob(repo, labels)
  if (next === undefined) return noContent()
  const { run, job } = next
  // Claimed before anything is awaited, so that two runners never get the same job.
  job.runnerName = name
  const first = run.status === 'queued'
  run.status = 'in_progress'
  run.updatedAt = c.world.iso()
  run.startedAt ??= run.updatedAt
  const source = await c.forge.git.fileAt(repo, run.headSha, run.workflowPath)
  if (source === undefined) throw notFound()
  if (first) await announceRun(c.forge, repo, run, 'in_progress')
  return ok({
    run: { ...(await renderWorkflowRun(c.forge, repo, run)), inputs: run.inputs },
    jobs: [renderJob(c.forge, repo, run, job)],
    workflow: { path: run.workflowPath, text: source.data.toString() },
    repository: renderRepository(c.forge, repo),
    token: jobToken(c.forge, repo),
  })
}

function upload(c: RouteContext): Reply {
  const repo = admitRunner(c)
  const run = runOf(c, repo)
  if (run.status !== 'in_progress') throw new HttpError(409, 'The run is not in progress')
  const name = param(c, 'name')
  const known = repo.artifacts.some((artifact) => artifact.runId === run.id && artifact.name === name)
  if (known) throw new HttpError(409, `An artifact with the name ${name} already exists on the workflow run`)
  // "PK" opens every zip file, the empty one included.
  if (c.rawBody.subarray(0, 2).toString('latin1') !== 'PK')
    throw new HttpError(422, 'An artifact is a zip file')
  const id = c.world.nextId()
  const artifact: Artifact = {
    id,
    nodeId: nodeId('ART', id),
    name,
    runId: run.id,
    data: Buffer.from(c.rawBody),
    createdAt: c.world.iso(),
    expired: false,
  }
  repo.artifacts.push(artifact)
  return created(renderArtifact(c.forge, repo, artifact))
}

async function report(c: RouteContext): Promise<Reply> {
  const repo = admitRunner(c)
  const run = runOf(c, repo)
  const body = parseBody(c, reportSchema)
  // A cancelled run takes no reports: that is how its runner learns of it.
  if (run.status !== 'in_progress') throw new HttpError(409, 'The run is not in progress')
  await applyReport(c.forge, repo, run, body)
  return ok(await renderWorkflowRun(c.forge, repo, run))
}

function download(c: RouteContext): Reply {
  const link = followLink(c.forge, param(c, 'key'))
  if (link === undefined) throw notFound()
  return { status: 200, raw: link.data, headers: { 'content-type': link.type } }
}

export const runnerRoutes: readonly Route[] = [
  { method: 'POST', path: `${BASE}/claim`, access: 'public', handle: claim },
  { method: 'PUT', path: `${BASE}/runs/{run_id}/artifacts/{name}`, access: 'public', handle: upload },
  { method: 'PATCH', path: `${BASE}/runs/{run_id}`, access: 'public', handle: report },
  // Not the runner's: what artifact and log addresses redirect to. Knowing the key is the authorisation.
  { method: 'GET', path: '/_runner/downloads/{repository_id}/{key}', access: 'public', handle: download },
]
