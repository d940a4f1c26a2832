// Carries out one step of a job: a bash script or an action.

import { delimiter } from 'node:path'
import { UserError } from '../../errors.ts'
import type { ActionContext } from './actions/action.ts'
import { findAction } from './actions/index.ts'
import { inside } from './actions/inputs.ts'
import { interpolate, type Scope } from './expression/evaluate.ts'
import { runLocalAction } from './local-action.ts'
import { runBash, type StepResult } from './script.ts'
import type { Step } from './workflow.ts'

export interface StepOptions extends Omit<ActionContext, 'inputs'> {
  step: Step
  scope: Scope
  /** A directory of this step's own, outside the workspace. */
  scratch: string
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
  const uses = options.step.uses ?? ''
  const inputs = Object.fromEntries(
    Object.entries(options.step.with).map(([name, value]) => [name, interpolate(value, options.scope)]),
  )
  if (uses.startsWith('./')) return runLocalAction({ ...options, uses, inputs })
  const result = await findAction(uses)({ ...options, inputs })
  return {
    ok: true,
    outputs: new Map(Object.entries(result.outputs ?? {})),
    env: new Map(),
    paths: result.paths ?? [],
  }
}

async function runScript(options: StepOptions, run: string): Promise<StepResult> {
  const { step, scope, workspace } = options
  const cwd = inside(workspace, interpolate(step['working-directory'] ?? '.', scope))
  // As on GitHub, expressions become part of the script: a workflow that wants a value as data passes it by env.
  return runBash({ ...options, cwd }, interpolate(run, scope))
}

/** PATH with directories in front. */
export const prepend = (paths: readonly string[], path: string): string => [...paths, path].join(delimiter)
