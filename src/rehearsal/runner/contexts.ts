// The contexts that expressions see, from what the forge handed out with the run.

import type { Scope } from './expression/evaluate.ts'
import type { JobStatus } from './expression/functions.ts'
import { record, toValue, type Value } from './expression/value.ts'
import type { Claim } from './wire.ts'
import type { Workflow } from './workflow.ts'
import { UserError } from '../../errors.ts'

type Contexts = { readonly [name: string]: Value }

/** The inputs of a run: what was sent, else the workflow's default; typed as declared. Throws a UserError for a missing or undeclared one. */
export function inputsOf(
  workflow: Workflow,
  sent: Readonly<Record<string, string>>,
): { readonly [name: string]: Value } {
  const declared = workflow.on.workflow_dispatch?.inputs ?? {}
  for (const name of Object.keys(sent)) {
    if (!Object.hasOwn(declared, name))
      throw new UserError(
        `the workflow has no input ${name}`,
        `It has ${Object.keys(declared).join(', ') || 'none'}.`,
      )
  }
  return record(
    Object.entries(declared).map(([name, input]) => {
      const given = Object.hasOwn(sent, name) ? sent[name] : input.default
      if (given === undefined && input.required)
        throw new UserError(`the input ${name} is required`, 'Send it with the dispatch.')
      if (input.type === 'boolean') return [name, given === 'true']
      if (input.type === 'number' && given !== undefined) return [name, Number(given)]
      return [name, given ?? '']
    }),
  )
}

/** The `github` and `inputs` contexts: all that GitHub offers in `run-name`, and nearly all in `runs-on`. */
export function runContexts(claim: Claim, workflow: Workflow, forgeUrl: string): Contexts {
  const { run, repository } = claim
  const branch = run.head_branch ?? repository.default_branch
  const ref = `refs/heads/${branch}`
  const server = forgeUrl.replace(/\/+$/, '')
  const actor = run.actor?.login ?? ''
  const event = {
    inputs: run.inputs,
    ref,
    workflow: claim.workflow.path,
    repository: { full_name: repository.full_name, default_branch: repository.default_branch },
  }
  return {
    github: toValue({
      actor,
      triggering_actor: actor,
      api_url: `${server}/api/v3`,
      event,
      event_name: run.event,
      graphql_url: `${server}/api/graphql`,
      ref,
      ref_name: branch,
      ref_type: 'branch',
      repository: repository.full_name,
      repository_owner: repository.full_name.split('/')[0] ?? '',
      run_attempt: String(run.run_attempt),
      run_id: String(run.id),
      run_number: String(run.run_number),
      server_url: server,
      sha: run.head_sha,
      workflow: workflow.name ?? claim.workflow.path,
    }),
    inputs: inputsOf(workflow, run.inputs),
  }
}

/** A scope of these contexts for a job that stands at `status`. */
export const scopeOf = (contexts: Contexts, status: JobStatus = 'success'): Scope => ({ contexts, status })

const asRecord = (value: Value | undefined): Contexts =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {}

/** The contexts of a job's steps, without `env` and `steps`, which change from step to step. */
export function jobContexts(
  base: Contexts,
  claim: Claim,
  job: { id: string; workspace: string; temp: string; runnerName: string },
): Contexts {
  return {
    ...base,
    github: record(
      Object.entries({
        ...asRecord(base['github']),
        token: claim.token,
        workspace: job.workspace,
        job: job.id,
      }),
    ),
    runner: toValue({
      name: job.runnerName,
      os: runnerOs(),
      arch: process.arch.toUpperCase(),
      temp: job.temp,
      environment: 'self-hosted',
    }),
    secrets: toValue({ GITHUB_TOKEN: claim.token }),
  }
}

/** The default variables of every step (https://docs.github.com/actions/reference/variables-reference). */
export function defaultEnv(contexts: Contexts, eventPath: string): Record<string, string> {
  const github = asRecord(contexts['github'])
  const runner = asRecord(contexts['runner'])
  const env: Record<string, string> = { CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_EVENT_PATH: eventPath }
  for (const [name, value] of Object.entries(github)) {
    // The token is never in the environment of a step that does not ask for it.
    if (typeof value === 'string' && name !== 'token') env[`GITHUB_${name.toUpperCase()}`] = value
  }
  for (const [name, value] of Object.entries(runner)) {
    if (typeof value === 'string') env[`RUNNER_${name.toUpperCase()}`] = value
  }
  return env
}

function runnerOs(): string {
  return process.platform === 'darwin' ? 'macOS' : process.platform === 'win32' ? 'Windows' : 'Linux'
}
