// What a runner reports while it carries out a run, and what follows from it.

import { z } from 'zod'
import type { Forge } from './forge.ts'
import { announceJob, completeRun, conclusionOf, newJob } from './runs.ts'
import type { Repository, WorkflowJob, WorkflowRun } from './world.ts'

const status = z.enum(['queued', 'in_progress', 'completed'])
const conclusion = z.enum(['success', 'failure', 'cancelled', 'skipped', 'timed_out'])
const time = z.iso.datetime({ offset: true }).nullable()

const step = z.strictObject({
  name: z.string(),
  number: z.number().int().min(1),
  status,
  conclusion: conclusion.nullable(),
  started_at: time,
  completed_at: time,
})

const job = z.strictObject({
  name: z.string().min(1),
  labels: z.array(z.string()).optional(),
  status,
  conclusion: conclusion.nullable(),
  runner_name: z.string().nullish(),
  started_at: time,
  completed_at: time,
  steps: z.array(step),
  /** The whole log so far. */
  log: z.string().optional(),
})

export const reportSchema = z
  .strictObject({
    display_title: z.string().min(1).optional(),
    status: status.optional(),
    conclusion: conclusion.optional(),
    jobs: z.array(job).optional(),
  })
  .refine((report) => (report.status === 'completed') === (report.conclusion !== undefined), {
    message: 'a conclusion goes with the status completed, and only with it',
  })

/**
 * Takes over what is reported; jobs are known by their names. Announces each change of a job's and the run's status. The run ends
 * with its last job.
 */
export async function applyReport(
  forge: Forge,
  repo: Repository,
  run: WorkflowRun,
  report: z.infer<typeof reportSchema>,
): Promise<void> {
  run.displayTitle = report.display_title ?? run.displayTitle
  run.updatedAt = forge.world.iso()
  for (const reported of report.jobs ?? []) applyJob(forge, repo, run, reported)
  const conclusion = report.conclusion ?? conclusionOf(run.jobs)
  if (conclusion !== undefined) await completeRun(forge, repo, run, conclusion)
}

function applyJob(forge: Forge, repo: Repository, run: WorkflowRun, reported: z.infer<typeof job>): void {
  const known = run.jobs.find(({ name }) => name === reported.name)
  // A job whose name is an expression gets its name from the runner.
  const target = known ?? run.jobs.find(({ name, status }) => status === 'queued' && name.includes('${{'))
  const job = target ?? newJob(forge, run, reported.name, reported.labels ?? [])
  if (target === undefined) run.jobs.push(job)
  const was = job.status
  if (was === 'completed') return
  Object.assign(job, {
    name: reported.name,
    labels: reported.labels ?? job.labels,
    status: reported.status,
    conclusion: reported.conclusion,
    runnerName: reported.runner_name ?? job.runnerName,
    startedAt: seconds(reported.started_at) ?? job.startedAt,
    completedAt: seconds(reported.completed_at),
    log: reported.log ?? job.log,
    steps: reported.steps.map((one) => ({
      name: one.name,
      number: one.number,
      status: one.status,
      conclusion: one.conclusion,
      startedAt: seconds(one.started_at),
      completedAt: seconds(one.completed_at),
    })),
  } satisfies Partial<WorkflowJob>)
  if (was === 'queued' && job.status !== 'queued') announceJob(forge, repo, run, job, 'in_progress')
  if (job.status === 'completed') announceJob(forge, repo, run, job, 'completed')
}

/** GitHub prints times without fractions. */
const seconds = (at: string | null): string | null =>
  at === null ? null : new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
