// Carries out one step of a job: a bash script or an action.

import { writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { UserError } from '../../errors.ts'
import type { ActionContext } from './actions/action.ts'
import { findAction } from './actions/index.ts'
import { inside } from './actions/inputs.ts'
import { createCommandFiles } from './command-files.ts'
import { interpolate, type Scope } from './expression/evaluate.ts'
import { runProgram } from './process-tree.ts'
import type { Step } from './workflow.ts'

export interface StepOptions extends Omit<ActionContext, 'inputs'> {
  step: Step
  scope: Scope
  /** A directory of this step's own, outside the workspace. */
  scratch: string
}

/** What a step leaves for the ones after it. */
export interface StepResult {
  ok: boolean
  outputs: ReadonlyMap<string, string>
  env: ReadonlyMap<string, string>
  paths: readonly string[]
}

/** Runs the step and says what came of it; a UserError (bad expression, unknown action) is logged and fails the step. */
export async function runStep(options: StepOptions): Promise<StepResult> {
  try {
    return options.step.run === undefined
      ? await useAction(options)
      : await runScript(options, options.step.run)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    options.log.flush()
    options.log.line(`::error::${error.message}`)
    options.log.line(error.fix)
    return { ok: false, outputs: new Map(), env: new Map(), paths: [] }
  }
}

/** The name GitHub shows for a step. */
export function stepName(step: Step, scope: Scope): string {
  if (step.name !== undefined) return interpolate(step.name, scope)
  return `Run ${step.uses ?? step.run?.trim().split('\n')[0] ?? ''}`
}

async function useAction(options: StepOptions): Promise<StepResult> {
  const action = findAction(options.step.uses ?? '')
  const inputs = Object.fromEntries(
    Object.entries(options.step.with).map(([name, value]) => [name, interpolate(value, options.scope)]),
  )
  const result = await action({ ...options, inputs })
  return {
    ok: true,
    outputs: new Map(Object.entries(result.outputs ?? {})),
    env: new Map(),
    paths: result.paths ?? [],
  }
}

async function runScript(options: StepOptions, run: string): Promise<StepResult> {
  const { log, step, scope, workspace } = options
  const files = await createCommandFiles(options.scratch)
  const script = join(options.scratch, 'step.sh')
  // As on GitHub, expressions become part of the script: a workflow that wants a value as data passes it by env.
  await writeFile(script, interpolate(run, scope))
  const cwd = inside(workspace, interpolate(step['working-directory'] ?? '.', scope))
  const result = await runProgram('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], {
    cwd,
    env: { ...options.env, ...files.env },
    output: (chunk, stream) => log.write(chunk, stream),
    timeoutMs: options.timeoutMs,
    signal: options.signal,
  })
  log.flush()
  if (result.ended === 'timeout')
    log.line(`::error::the step was ended after ${options.timeoutMs / 60_000} minutes`)
  else if (result.ended === 'aborted') log.line('::error::the step was cancelled')
  else if (result.exitCode !== 0)
    log.line(`::error::Process completed with exit code ${result.exitCode ?? 'none: a signal ended it'}.`)
  const left = await files.read()
  if (left.summary.trim() !== '') log.line(`::group::Step summary\n${left.summary.trimEnd()}\n::endgroup::`)
  return { ok: result.exitCode === 0 && result.ended === undefined, ...left }
}

/** PATH with directories in front. */
export const prepend = (paths: readonly string[], path: string): string => [...paths, path].join(delimiter)
