// The runner's side of the embedded GitHub's runner endpoints: claim, report, upload.

import { z } from 'zod'
import { InternalError, TerminalError, TransientError } from '../../errors.ts'

// Answers have GitHub's shapes, which grow: only what is used is read, the rest passes.
const Claim = z.looseObject({
  run: z.looseObject({
    id: z.int(),
    run_number: z.int().default(1),
    run_attempt: z.int().default(1),
    name: z.string().nullish(),
    event: z.string().default('workflow_dispatch'),
    head_branch: z.string().nullish(),
    head_sha: z.string(),
    inputs: z
      .record(z.string(), z.union([z.string(), z.boolean(), z.number()]).transform(String))
      .default({}),
    actor: z.looseObject({ login: z.string() }).nullish(),
  }),
  workflow: z.looseObject({ path: z.string(), text: z.string() }),
  repository: z.looseObject({
    full_name: z.string(),
    clone_url: z.string(),
    default_branch: z.string(),
  }),
  /** The job that was handed out. */
  jobs: z.array(z.looseObject({ name: z.string() })).length(1),
  token: z.string().min(1),
})
export type Claim = z.infer<typeof Claim>

export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped' | 'timed_out'

export interface StepReport {
  name: string
  number: number
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: Conclusion | null
  started_at: string | null
  completed_at: string | null
}

export interface JobReport {
  name: string
  labels: readonly string[]
  status: 'queued' | 'in_progress' | 'completed'
  conclusion: Conclusion | null
  runner_name: string | null
  started_at: string | null
  completed_at: string | null
  steps: readonly StepReport[]
  /** Plain text of the whole job so far. */
  log: string
}

export interface RunUpdate {
  display_title?: string
  /** The job goes back: this runner lacks a label after all. The end of a run follows from its jobs. */
  status?: 'queued'
  jobs?: readonly JobReport[]
}

/** What the runner needs from the forge. */
export interface RunnerWire {
  /** The next job that these labels may serve, or undefined when there is none. */
  claim(labels: readonly string[], name: string, signal: AbortSignal): Promise<Claim | undefined>
  /** Resolves to false when the run is over for the forge (cancelled or deleted): then the runner stops its job. */
  update(runId: number, change: RunUpdate): Promise<boolean>
  /** Stores one artifact, a zip file. */
  upload(runId: number, name: string, zip: Uint8Array): Promise<void>
}

/**
 * The endpoints of one repository over HTTP. Its calls throw a TransientError when nothing answered or the answer was
 * 5xx, a TerminalError when the runner is not let in, and an InternalError when the answer is not what was agreed.
 */
export function createWire(options: {
  forgeUrl: string
  token: string
  owner: string
  repo: string
}): RunnerWire {
  const base = `${options.forgeUrl.replace(/\/+$/, '')}/_runner/repos/${encodeURIComponent(options.owner)}/${encodeURIComponent(options.repo)}`
  const send = async (
    method: string,
    path: string,
    type: string,
    body: string | Blob,
    signal?: AbortSignal,
  ): Promise<Response> => {
    const headers = { authorization: `Bearer ${options.token}`, 'content-type': type }
    let answer: Response
    try {
      answer = await fetch(`${base}${path}`, { method, headers, body, signal: signal ?? null })
    } catch (cause) {
      throw new TransientError(`${method} ${path}: nothing answered`, { cause })
    }
    if (answer.ok || answer.status === 404 || answer.status === 409) return answer
    const text = `${method} ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`
    if (answer.status >= 500) throw new TransientError(text)
    throw new TerminalError(text)
  }
  return {
    claim: async (labels, name, signal) => {
      const answer = await send(
        'POST',
        '/claim',
        'application/json',
        JSON.stringify({ labels, name }),
        signal,
      )
      if (answer.status === 204) return undefined
      if (!answer.ok)
        throw new TerminalError(`POST /claim: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
      const parsed = Claim.safeParse(await answer.json())
      if (!parsed.success)
        throw new InternalError(`the claim's answer is not understood: ${z.prettifyError(parsed.error)}`)
      return parsed.data
    },
    update: async (runId, change) => {
      const answer = await send('PATCH', `/runs/${runId}`, 'application/json', JSON.stringify(change))
      await answer.arrayBuffer()
      return answer.ok
    },
    upload: async (runId, name, zip) => {
      const path = `/runs/${runId}/artifacts/${encodeURIComponent(name)}`
      const answer = await send('PUT', path, 'application/zip', new Blob([new Uint8Array(zip)]))
      if (!answer.ok)
        throw new TerminalError(`PUT ${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`)
      await answer.arrayBuffer()
    },
  }
}
