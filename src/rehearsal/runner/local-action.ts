// Carries out an action that lies in the workspace: a JavaScript one or a composite one.

import { join } from 'node:path'
import { UserError } from '../../errors.ts'
import { readActionFile, type ActionFile, type CompositeStep } from './action-file.ts'
import { inside } from './actions/inputs.ts'
import { holds, interpolate, type Scope } from './expression/evaluate.ts'
import type { JobStatus } from './expression/functions.ts'
import { record, toValue, type Value } from './expression/value.ts'
import { runBash, runNode, type ScriptOptions, type StepResult } from './script.ts'

export interface LocalActionOptions extends Omit<ScriptOptions, 'cwd'> {
  /** `./` and the directory below the workspace. */
  uses: string
  /** `with:` after evaluation. */
  inputs: Readonly<Record<string, string>>
  workspace: string
  scope: Scope
}

/** Runs it. Throws a UserError for an action or inputs that the local runner does not carry out. */
export async function runLocalAction(options: LocalActionOptions): Promise<StepResult> {
  const directory = inside(options.workspace, options.uses)
  const action = await readActionFile(directory, options.uses)
  const inputs = inputsOf(action, options)
  const env = { ...options.env, GITHUB_ACTION_PATH: directory }
  const base = { ...options, env, cwd: options.workspace }
  if (action.runs.using === 'composite')
    return runComposite(base, action, action.runs.steps, inputs, directory)
  if (!process.version.startsWith('v24.'))
    options.log.line(`::warning::the action asks for Node 24; it runs in ${process.version}`)
  // https://docs.github.com/actions/reference/metadata-syntax-for-github-actions#inputs: upper case, blanks as underscores.
  const passed = Object.entries(inputs).map(([name, value]) => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    value,
  ])
  return runNode(
    { ...base, env: { ...env, ...Object.fromEntries(passed) } },
    inside(directory, action.runs.main),
  )
}

/** What was given, else the action's default; GitHub leaves out what is neither. One that the action does not have is refused. */
function inputsOf(action: ActionFile, { uses, inputs, scope }: LocalActionOptions): Record<string, string> {
  const unknown = Object.keys(inputs).filter((name) => !Object.hasOwn(action.inputs, name))
  if (unknown.length > 0)
    throw new UserError(
      `${uses} has no input ${unknown.join(', ')}`,
      `It has ${Object.keys(action.inputs).join(', ') || 'none'}.`,
    )
  const found: Record<string, string> = {}
  for (const [name, input] of Object.entries(action.inputs)) {
    const value =
      inputs[name] ?? (input.default === undefined ? undefined : interpolate(input.default, scope))
    if (value === undefined && input.required)
      throw new UserError(`${uses} needs the input ${name}`, 'Give it with `with`.')
    if (value !== undefined) found[name] = value
  }
  return found
}

/** The steps of a composite action, in order, in a scope of their own; its outputs are what it declares. */
async function runComposite(
  options: ScriptOptions & { scope: Scope },
  action: ActionFile,
  steps: readonly CompositeStep[],
  inputs: Readonly<Record<string, string>>,
  directory: string,
): Promise<StepResult> {
  const results: [string, Value][] = []
  const paths: string[] = []
  let exported: Record<string, string> = {}
  let status: JobStatus = 'success'
  const github = options.scope.contexts['github']
  const scopeNow = (): Scope => ({
    status,
    contexts: {
      ...options.scope.contexts,
      github: record([...Object.entries(github ?? {}), ['action_path', directory]]),
      inputs: toValue(inputs),
      steps: record(results),
    },
  })
  for (const [index, step] of steps.entries()) {
    const scope = scopeNow()
    if (!holds(step.if ?? 'success()', scope)) continue
    const own = Object.entries(step.env).map(([name, value]) => [name, interpolate(value, scope)])
    const env = { ...options.env, ...exported, ...Object.fromEntries(own) }
    const scratch = join(options.scratch, String(index + 1))
    const result = await runBash({ ...options, env, scratch }, interpolate(step.run, scope))
    exported = { ...exported, ...Object.fromEntries(result.env) }
    paths.unshift(...result.paths)
    const outcome = result.ok ? 'success' : 'failure'
    if (!result.ok) status = 'failure'
    if (step.id !== undefined)
      results.push([
        step.id,
        toValue({ outputs: Object.fromEntries(result.outputs), outcome, conclusion: outcome }),
      ])
  }
  const outputs = Object.entries(action.outputs).map(
    ([name, { value }]) => [name, value === undefined ? '' : interpolate(value, scopeNow())] as const,
  )
  return {
    ok: status === 'success',
    outputs: new Map(outputs),
    env: new Map(Object.entries(exported)),
    paths,
  }
}
