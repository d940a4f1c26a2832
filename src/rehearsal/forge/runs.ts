// The life of a workflow run: queued by a dispatch, claimed and reported by a runner, cancelled or run again.

import { asError, UserError } from '../../errors.ts'
import { interpolateValue } from '../runner/expression/evaluate.ts'
import { isList, toText, toValue, type Value } from '../runner/expression/value.ts'
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
  const earlier = repo.runs.filter((run) => run.workflowId === input.workflow.id)
  const run: WorkflowRun = {
    id,
    nodeId: nodeId('WFR', id),
    runNumber: earlier.length + 1,
    runAttempt: 1,
    workflowId: input.workflow.id,
    workflowPath: input.workflow.path,
    workflowName: input.file.name,
    displayTitle: titleOf(input.file.runName, input),
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
  run.jobs = input.file.jobs.map((job) => newJob(forge, run, job.name, labelsOf(job.runsOn, run.inputs)))
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

/** A text of the workflow file with its expressions evaluated, or the text itself when they cannot be. */
function evaluated(text: string, github: Record<string, unknown>, inputs: Record<string, string>): Value {
  const contexts = { inputs: toValue(inputs), github: toValue({ ...github, event: { inputs } }) }
  try {
    return interpolateValue(text, { contexts, status: 'success' })
  } catch (error) {
    if (error instanceof UserError) return text
    throw asError(error)
  }
}

/** `runs-on`. A label that cannot be evaluated is left as it is: no runner has such a label, so it waits. */
const labelsOf = (runsOn: readonly string[], inputs: Record<string, string>): string[] =>
  runsOn.flatMap((label) => {
    const value = evaluated(label, {}, inputs)
    return isList(value) ? value.map(toText) : [toText(value)]
  })

/** `run-name`, which GitHub evaluates at the dispatch already: the first webhook of the run has it. */
function titleOf(runName: string, { actor, branch, inputs, sha }: QueuedRun): string {
  const github = { actor: actor.login, event_name: 'workflow_dispatch', ref_name: branch, sha }
  return toText(evaluated(runName, github, inputs))
}

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
