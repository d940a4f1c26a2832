// Executes one claimed job of a run, from the workflow file to its reported end.

import { asError, UserError } from '../../errors.ts'
import { runContexts, scopeOf } from './contexts.ts'
import { holds, interpolate, type Scope } from './expression/evaluate.ts'
import { createJobLog } from './job-log.ts'
import { runJob } from './job.ts'
import { missingLabels, requiredLabels, STAND_IN_LABELS } from './labels.ts'
import { createReporter } from './reporter.ts'
import type { Claim, Conclusion, JobReport, RunnerWire, RunUpdate, StepReport } from './wire.ts'
import { plannedJobs, type PlannedJob } from './matrix.ts'
import { parseWorkflow, type Workflow } from './workflow.ts'

export interface RunOptions {
  forgeUrl: string
  token: string
  workDir: string
  labels: readonly string[]
  name: string
  log: (line: string) => void
}

/**
 * Executes the job of a run that was claimed. Resolves to false when this runner lacks a label: it went back into the queue. A
 * fault of the workflow ends the job as failed with its text in the log; throws only when the end cannot be reported.
 */
export async function executeRun(
  options: RunOptions,
  wire: RunnerWire,
  claim: Claim,
  stopping: AbortSignal,
): Promise<boolean> {
  const { run } = claim
  const cancelled = new AbortController()
  const signal = AbortSignal.any([stopping, cancelled.signal])
  const jobLog = createJobLog([claim.token, options.token])
  const steps: StepReport[] = []
  const now = (): string => new Date().toISOString()
  const job: { -readonly [K in keyof JobReport]: JobReport[K] } = {
    name: claim.jobs[0]?.name ?? 'job',
    labels: [],
    status: 'in_progress',
    conclusion: null,
    runner_name: options.name,
    started_at: now(),
    completed_at: null,
    steps,
    log: '',
  }
  const current = (): RunUpdate => ({
    jobs: [{ ...job, steps: steps.map((step) => ({ ...step })), log: jobLog.text }],
  })
  const reporter = createReporter({
    wire,
    runId: run.id,
    current,
    onGone: () => cancelled.abort(),
    log: options.log,
  })

  let conclusion: Conclusion = 'failure'
  try {
    const workflow = parseWorkflow(claim.workflow.path, claim.workflow.text)
    const base = scopeOf(runContexts(claim, workflow, options.forgeUrl))
    const { id, job: declared, name, scope } = claimed(claim, workflow, base)
    const { contexts } = scope
    job.labels = requiredLabels(declared, scope)
    const missing = missingLabels(job.labels, [...options.labels, ...STAND_IN_LABELS])
    if (missing.length > 0) {
      options.log(`run ${run.id} waits: no runner here has ${missing.join(', ')}`)
      reporter.stop()
      await wire.update(run.id, { status: 'queued' })
      return false
    }
    job.name = name
    steps.push(
      ...declared.steps.map((step, index) => ({
        name: step.name ?? step.uses ?? step.run?.trim().split('\n')[0] ?? '',
        number: index + 1,
        status: 'queued' as const,
        conclusion: null,
        started_at: null,
        completed_at: null,
      })),
    )
    introduce(options, job.labels, (text) => jobLog.line(text))
    await reporter.push({
      ...current(),
      display_title: interpolate(workflow['run-name'] ?? workflow.name ?? claim.workflow.path, base),
    })
    conclusion = holds(declared.if ?? 'success()', scope)
      ? await runJob({
          claim,
          workflow,
          id,
          job: declared,
          contexts,
          forgeUrl: options.forgeUrl,
          wire,
          workDir: options.workDir,
          runnerName: options.name,
          log: jobLog,
          signal,
          steps,
          changed: () => reporter.push(current()),
        })
      : 'skipped'
  } catch (error) {
    // The run's own fault is its log's business; ours is also told to whoever runs the runner.
    jobLog.line(`::error::${asError(error).message}`)
    if (error instanceof UserError) jobLog.line(error.fix)
    else options.log(`run ${run.id}: ${asError(error).message}`)
  }
  for (const step of steps.filter((one) => one.status !== 'completed')) {
    Object.assign(step, {
      status: 'completed',
      conclusion: step.status === 'queued' ? 'skipped' : 'cancelled',
    })
  }
  Object.assign(job, { status: 'completed', conclusion, completed_at: now() })
  await reporter.finish(current())
  options.log(`run ${run.id} (${claim.workflow.path}), ${job.name}: ${conclusion}`)
  return true
}

/** The planned job that the forge handed out. Throws a UserError when the file has no such job. */
function claimed(claim: Claim, workflow: Workflow, scope: Scope): PlannedJob {
  const jobs = plannedJobs(workflow, scope)
  const wanted = claim.jobs[0]?.name
  const found = jobs.find(({ name }) => name === wanted)
  if (found) return found
  throw new UserError(
    `the workflow has no job ${wanted ?? 'at all'}`,
    `It has ${jobs.map(({ name }) => name).join(', ') || 'none'}.`,
  )
}

function introduce(options: RunOptions, labels: readonly string[], line: (text: string) => void): void {
  line(
    `Local runner ${options.name}: not GitHub-hosted, no virtual machine, no isolation beyond a directory.`,
  )
  const borrowed = missingLabels(labels, options.labels)
  if (borrowed.length > 0)
    line(`It stands in for ${borrowed.join(', ')}; programs and versions are this machine's.`)
}
