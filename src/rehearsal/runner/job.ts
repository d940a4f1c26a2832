// Executes the job of one claimed run: its steps in order, its state reported as it goes.

import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { UserError } from '../../errors.ts'
import { defaultEnv, jobContexts, scopeOf } from './contexts.ts'
import { holds, interpolate, type Scope } from './expression/evaluate.ts'
import type { JobStatus } from './expression/functions.ts'
import { record, toValue, type Value } from './expression/value.ts'
import type { JobLog } from './job-log.ts'
import { killMarked } from './process-tree.ts'
import type { StepResult } from './script.ts'
import { prepend, runStep, stepName } from './step.ts'
import type { Claim, Conclusion, RunnerWire, StepReport } from './wire.ts'
import type { Job, Step, Workflow } from './workflow.ts'

// GitHub's default for timeout-minutes of a job and a step.
const DEFAULT_MINUTES = 360
const MINUTE_MS = 60_000
/** Variables of this process that a step may see: enough to find programs, nothing that could be a secret. */
const PASSED_ON = ['PATH', 'LANG', 'LC_ALL', 'TZ', 'SystemRoot'] as const

export interface JobOptions {
  claim: Claim
  workflow: Workflow
  id: string
  job: Job
  /** The contexts that runContexts made. */
  contexts: { readonly [name: string]: Value }
  forgeUrl: string
  wire: RunnerWire
  workDir: string
  runnerName: string
  log: JobLog
  signal: AbortSignal
  /** Filled in place, one entry a step, and announced by `changed`. */
  steps: StepReport[]
  changed: () => Promise<void>
}

/** Runs the steps and gives the job's conclusion. Nothing of it is left on disk or running afterwards. */
export async function runJob(options: JobOptions): Promise<Conclusion> {
  await mkdir(options.workDir, { recursive: true })
  const root = await realpath(await mkdtemp(join(options.workDir, 'run-')))
  const marker = `RUNNER_TRACKING_ID=baton_${randomBytes(9).toString('hex')}`
  try {
    return await runSteps(options, root, marker)
  } finally {
    await killMarked(marker)
    await rm(root, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function runSteps(options: JobOptions, root: string, marker: string): Promise<Conclusion> {
  const { job, log, workflow, signal } = options
  const [workspace, temp, home] = [join(root, 'workspace'), join(root, 'temp'), join(root, 'home')]
  await Promise.all([workspace, temp, home].map((path) => mkdir(path)))
  const base = jobContexts(options.contexts, options.claim, {
    id: options.id,
    workspace,
    temp,
    runnerName: options.runnerName,
  })
  const eventPath = join(root, 'event.json')
  await writeFile(eventPath, JSON.stringify(eventOf(base)))

  const passed = PASSED_ON.flatMap((name) =>
    process.env[name] === undefined ? [] : [[name, process.env[name]] as const],
  )
  const system = {
    ...Object.fromEntries(passed),
    ...defaultEnv(base, eventPath),
    HOME: home,
    TMPDIR: temp,
    ...split(marker),
  }
  const declared = evaluated({ ...workflow.env, ...job.env }, scopeOf(base))
  const results: [string, Value][] = []
  let status: JobStatus = 'success'
  let exported: Record<string, string> = {}
  let paths: readonly string[] = []
  const deadline = performance.now() + minutes(job['timeout-minutes'], scopeOf(base)) * MINUTE_MS

  for (const [index, step] of job.steps.entries()) {
    if (signal.aborted) return 'cancelled'
    const shared = { ...declared, ...exported }
    const scope: Scope = {
      contexts: { ...base, env: toValue(shared), steps: record(results), job: toValue({ status }) },
      status,
    }
    const settled = await oneStep(index, step, scope, async (evaluatedScope) => {
      const own = evaluated(step.env, evaluatedScope)
      const env: Record<string, string> = { ...system, ...shared, ...own }
      env['PATH'] = prepend(paths, env['PATH'] ?? '')
      const limit = Math.min(minutes(step['timeout-minutes'], scope) * MINUTE_MS, timeLeft(deadline))
      return await runStep({
        ...options,
        step,
        scope: { ...scope, contexts: { ...scope.contexts, env: toValue({ ...shared, ...own }) } },
        workspace,
        env,
        scratch: join(temp, `step-${index + 1}`),
        timeoutMs: limit,
      })
    })
    if (settled.result) {
      exported = { ...exported, ...Object.fromEntries(settled.result.env) }
      paths = [...settled.result.paths, ...paths]
    }
    if (step.id !== undefined) {
      const { outcome, conclusion } = settled
      results.push([
        step.id,
        record([
          ['outputs', record(settled.result?.outputs ?? [])],
          ['outcome', outcome],
          ['conclusion', conclusion],
        ]),
      ])
    }
    if (signal.aborted) return 'cancelled'
    if (performance.now() > deadline && status !== 'cancelled') {
      log.line(`::error::the job took longer than its timeout-minutes`)
      status = 'cancelled'
    } else if (settled.conclusion === 'failure' && status === 'success') status = 'failure'
  }
  return status

  async function oneStep(
    index: number,
    step: Step,
    scope: Scope,
    run: (scope: Scope) => Promise<StepResult>,
  ) {
    const report = options.steps[index]
    const begin = (name: string): void => {
      if (report) Object.assign(report, { name, status: 'in_progress', started_at: new Date().toISOString() })
      log.line(`::group::${name}`)
    }
    const end = async (outcome: 'success' | 'failure' | 'skipped', result?: StepResult) => {
      const conclusion = outcome === 'failure' && step['continue-on-error'] ? 'success' : outcome
      if (report)
        Object.assign(report, { status: 'completed', conclusion, completed_at: new Date().toISOString() })
      if (outcome !== 'skipped') log.line('::endgroup::')
      await options.changed()
      return { outcome, conclusion, result } as const
    }
    try {
      if (!holds(step.if ?? 'success()', scope)) return await end('skipped')
      begin(stepName(step, scope))
      await options.changed()
      const result = await run(scope)
      return await end(result.ok ? 'success' : 'failure', result)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      log.line(`::error::${error.message}`)
      log.line(error.fix)
      return await end('failure')
    }
  }
}

// After the job's own time is up, steps with always() still get as long as GitHub gives a cancelled job.
const timeLeft = (deadline: number): number => {
  const left = deadline - performance.now()
  return left > 0 ? left : 5 * MINUTE_MS
}

const evaluated = (env: Readonly<Record<string, string>>, scope: Scope): Record<string, string> =>
  Object.fromEntries(Object.entries(env).map(([name, value]) => [name, interpolate(value, scope)]))

function minutes(source: number | string | undefined, scope: Scope): number {
  if (source === undefined) return DEFAULT_MINUTES
  const value = typeof source === 'number' ? source : Number(interpolate(source, scope))
  if (!(value > 0))
    throw new UserError(`timeout-minutes is ${JSON.stringify(source)}`, 'Write a number above 0.')
  return Math.min(value, DEFAULT_MINUTES)
}

function split(assignment: string): Record<string, string> {
  const [name, value] = assignment.split('=')
  return name === undefined || value === undefined ? {} : { [name]: value }
}

function eventOf(contexts: { readonly [name: string]: Value }): Value {
  const github = contexts['github']
  return github !== null && typeof github === 'object' && 'event' in github ? github.event : null
}
