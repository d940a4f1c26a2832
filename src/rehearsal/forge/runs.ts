// The life of a workflow run: queued by a dispatch, claimed and reported by a runner, cancelled or run again.

import { asError, UserError } from '../../errors.ts'
import { interpolateValue, type Scope } from '../runner/expression/evaluate.ts'
import { isList, toText, toValue, type Value } from '../runner/expression/value.ts'
import { combinations } from '../runner/matrix.ts'
import type { Forge } from './forge.ts'
import { renderJob } from './render/job.ts'
import { renderWorkflow, renderWorkflowRun } from './render/workflow-run.ts'
import type { Workflow, WorkflowFile } from './workflows.ts'
import { nodeId, type Repository, type User, type WorkflowJob, type WorkflowRun } from './world.ts'

interface QueuedRun {
  workflow: Workflow
  file: WorkflowFile
  branch: string
  sha: string
  inputs: Record<string, string>
  actor: User
}

/** Queues a run of a workflow file and announces it. */
export async function queueRun(forge: Forge, repo: Repository, input: QueuedRun): Promise<WorkflowRun> {
  const { world } = forge
  const id = world.nextId()
  const scope = scopeOf(input)
  const earlier = repo.runs.filter((run) => run.workflowId === input.workflow.id)
  const run: WorkflowRun = {
    id,
    nodeId: nodeId('WFR', id),
    runNumber: earlier.length + 1,
    runAttempt: 1,
    workflowId: input.workflow.id,
    workflowPath: input.workflow.path,
    workflowName: input.file.name,
    displayTitle: toText(evaluated(input.file.runName, scope)),
    event: 'workflow_dispatch',
    headBranch: input.branch,
    headSha: input.sha,
    actor: input.actor,
    inputs: input.inputs,
    status: 'queued',
    conclusion: null,
    jobs: [],
    createdAt: world.iso(),
    updatedAt: world.iso(),
    startedAt: null,
  }
  run.jobs = input.file.jobs.flatMap((job) =>
    expanded(job, scope).map(({ name, labels }) => newJob(forge, run, name, labels)),
  )
  repo.runs.push(run)
  await announceQueued(forge, repo, run)
  return run
}

export function newJob(forge: Forge, run: WorkflowRun, name: string, labels: string[]): WorkflowJob {
  const id = forge.world.nextId()
  return {
    id,
    nodeId: nodeId('CR', id),
    runId: run.id,
    name,
    labels,
    status: 'queued',
    conclusion: null,
    runnerName: null,
    steps: [],
    log: '',
    createdAt: forge.world.iso(),
    startedAt: null,
    completedAt: null,
  }
}

/** What GitHub knows of a run at the dispatch already: its first webhook has its title and its jobs. */
function scopeOf({ actor, branch, inputs, sha }: QueuedRun): Scope {
  const event = { inputs }
  const github = { actor: actor.login, event_name: 'workflow_dispatch', ref_name: branch, sha, event }
  return { contexts: { inputs: toValue(inputs), github: toValue(github) }, status: 'success' }
}

/** The value, or `otherwise` when the workflow file is at fault: its runner says in what. */
function orElse<T, O>(otherwise: O, value: () => T): T | O {
  try {
    return value()
  } catch (error) {
    if (error instanceof UserError) return otherwise
    throw asError(error)
  }
}

const evaluated = (text: string, scope: Scope): Value => orElse(text, () => interpolateValue(text, scope))

/** The jobs that one entry of the file becomes. A matrix that cannot be expanded is one job that any runner takes, and fails. */
function expanded(job: WorkflowFile['jobs'][number], scope: Scope): { name: string; labels: string[] }[] {
  const { matrix, name, runsOn } = job
  if (matrix === undefined) return [{ name: toText(evaluated(name, scope)), labels: labelsOf(runsOn, scope) }]
  const all = orElse(undefined, () => combinations(matrix, scope))
  if (all === undefined) return [{ name, labels: [] }]
  return all.map((combination) => {
    const own: Scope = { ...scope, contexts: { ...scope.contexts, matrix: combination } }
    return { name: toText(evaluated(name, own)), labels: labelsOf(runsOn, own) }
  })
}

/** `runs-on`. A label that cannot be evaluated is left as it is: no runner has such a label, so it waits. */
const labelsOf = (runsOn: readonly string[], scope: Scope): string[] =>
  runsOn.flatMap((label) => {
    const value = evaluated(label, scope)
    return isList(value) ? value.map(toText) : [toText(value)]
  })

export async function announceQueued(forge: Forge, repo: Repository, run: WorkflowRun): Promise<void> {
  await announceRun(forge, repo, run, 'requested')
  for (const job of run.jobs) announceJob(forge, repo, run, job, 'queued')
}

export async function announceRun(
  forge: Forge,
  repo: Repository,
  run: WorkflowRun,
  action: 'requested' | 'in_progress' | 'completed',
): Promise<void> {
  const workflow = { id: run.workflowId, name: run.workflowName, path: run.workflowPath }
  const payload = {
    workflow_run: await renderWorkflowRun(forge, repo, run),
    workflow: renderWorkflow(forge, repo, workflow),
  }
  forge.emit({ event: 'workflow_run', action, repo, sender: run.actor, payload })
}

export function announceJob(
  forge: Forge,
  repo: Repository,
  run: WorkflowRun,
  job: WorkflowJob,
  action: 'queued' | 'in_progress' | 'completed',
): void {
  const payload = { workflow_job: renderJob(forge, repo, run, job) }
  forge.emit({ event: 'workflow_job', action, repo, sender: run.actor, payload })
}

/** The conclusion of a run whose jobs have all ended; undefined while one has not. What went wrong in one counts for all. */
export function conclusionOf(
  jobs: readonly Pick<WorkflowJob, 'status' | 'conclusion'>[],
): string | undefined {
  if (jobs.length === 0 || jobs.some(({ status }) => status !== 'completed')) return undefined
  const all = new Set(jobs.map(({ conclusion }) => conclusion))
  return ['failure', 'timed_out', 'cancelled', 'success'].find((one) => all.has(one)) ?? 'skipped'
}

/** Ends the run, and every job that has not ended, with this conclusion. */
export async function completeRun(
  forge: Forge,
  repo: Repository,
  run: WorkflowRun,
  conclusion: string,
): Promise<void> {
  const now = forge.world.iso()
  for (const job of run.jobs) {
    if (job.status === 'completed') continue
    Object.assign(job, { status: 'completed', conclusion, completedAt: now } satisfies Partial<WorkflowJob>)
    announceJob(forge, repo, run, job, 'completed')
  }
  Object.assign(run, { status: 'completed', conclusion, updatedAt: now } satisfies Partial<WorkflowRun>)
  await announceRun(forge, repo, run, 'completed')
}

/** Queues a completed run again as its next attempt, with fresh jobs. */
export async function rerun(forge: Forge, repo: Repository, run: WorkflowRun): Promise<void> {
  run.runAttempt += 1
  Object.assign(run, {
    status: 'queued',
    conclusion: null,
    startedAt: null,
    updatedAt: forge.world.iso(),
    jobs: run.jobs.map((job) => newJob(forge, run, job.name, job.labels)),
  } satisfies Partial<WorkflowRun>)
  await announceQueued(forge, repo, run)
}
