// Workflow dispatches, runs and their result artifacts.

import { unzipSync } from 'fflate'
import { z } from 'zod'
import { asError, TransientError, UserError } from '../errors.ts'
import type { Connection } from './repo-client.ts'
import { statusOf } from './request-error.ts'

export interface WorkflowRunState {
  id: string
  completed: boolean
  conclusion: string | null
}

/** `refused`: something is there that cannot be a result of ours, and `why` in words. */
export type ArtifactFile =
  | { kind: 'text'; text: string }
  | { kind: 'absent' }
  | { kind: 'refused'; why: string }

export interface ActionsApi {
  /**
   * Starts a workflow on the default branch. The run's id, or undefined where this GitHub does not say (older GHES). Raises
   * UserError when the repository has no such workflow, or one with other inputs.
   */
  dispatch(workflow: string, ref: string, inputs: Record<string, string>): Promise<string | undefined>
  /** Finds a run by the nonce in its display title, among the newest hundred dispatches of the workflow. */
  findRun(workflow: string, nonce: string): Promise<WorkflowRunState | undefined>
  run(id: string): Promise<WorkflowRunState>
  /** One file of a run's artifact; absent when the run has no such artifact or file, or it has expired. */
  artifactFile(runId: string, artifact: string, file: string): Promise<ArtifactFile>
}

/** `return_run_details` of POST …/dispatches (OpenAPI: 200 with the run's id, else 204). */
const dispatchAnswer = z.object({ workflow_run_id: z.int() })
const Run = z.object({ status: z.string().nullable(), conclusion: z.string().nullable() })
const Runs = z.object({ workflow_runs: z.array(Run.extend({ id: z.int(), display_title: z.string() })) })
const Artifacts = z.object({
  artifacts: z.array(
    z.object({ id: z.int(), name: z.string(), size_in_bytes: z.number(), expired: z.boolean() }),
  ),
})

/** An artifact bigger than this is not ours: results are capped well below by their schema. */
const MAX_ARTIFACT_BYTES = 5 * 1024 * 1024

const refused = (why: string): ArtifactFile => ({ kind: 'refused', why })

/** One file of a zip archive that somebody else made: nothing above the limit is unpacked, whatever its directory says. */
function fileOf(zip: Uint8Array, file: string): ArtifactFile {
  if (zip.byteLength > MAX_ARTIFACT_BYTES) return refused(`the artifact has ${zip.byteLength} bytes`)
  let declared: number | undefined
  try {
    // The directory's size bounds the buffer that is unpacked into: an entry that lies about it is cut there.
    const files = unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        if (name !== file) return false
        declared = originalSize
        return originalSize <= MAX_ARTIFACT_BYTES
      },
    })
    const content = Object.hasOwn(files, file) ? files[file] : undefined
    if (content !== undefined) return { kind: 'text', text: new TextDecoder().decode(content) }
  } catch (error) {
    return refused(`the artifact is not a usable zip archive: ${asError(error).message}`)
  }
  return declared === undefined
    ? { kind: 'absent' }
    : refused(`${file} in the artifact has ${declared} bytes`)
}

/** Older GHES refuse the field; github.com refuses unknown ones with 422 and their name. */
function refusesRunDetails(error: unknown): boolean {
  const status = statusOf(error)
  return status === 400 || (status === 422 && asError(error).message.includes('return_run_details'))
}

export function actionsApi({ octokit, repo, read, write }: Connection): ActionsApi {
  const { actions } = octokit.rest

  async function start(fields: {
    workflow_id: string
    ref: string
    inputs: Record<string, string>
    return_run_details?: boolean
  }): Promise<unknown> {
    return (
      await octokit.request('POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches', {
        ...repo,
        ...fields,
      })
    ).data
  }

  async function startNamed(
    workflow: string,
    ref: string,
    inputs: Record<string, string>,
  ): Promise<string | undefined> {
    const fields = { workflow_id: workflow, ref, inputs }
    let data: unknown
    try {
      data = await start({ ...fields, return_run_details: true })
    } catch (error) {
      if (!refusesRunDetails(error)) throw error
      data = await start(fields)
    }
    const details = dispatchAnswer.safeParse(data)
    return details.success ? String(details.data.workflow_run_id) : undefined
  }

  return {
    dispatch: (workflow, ref, inputs) =>
      write(`dispatching ${workflow}`, async () => {
        try {
          return await startNamed(workflow, ref, inputs)
        } catch (error) {
          const status = statusOf(error)
          if (status !== 404 && status !== 422) throw error
          throw new UserError(
            `The workflow \`${workflow}\` cannot be started on \`${ref}\`: ${asError(error).message}`,
            `Put Baton's workflow at \`.github/workflows/${workflow}\` on \`${ref}\`, or name yours under \`workflows\` in the policy. It needs the trigger workflow_dispatch with the inputs ${Object.keys(inputs).join(', ')}.`,
            { cause: error },
          )
        }
      }),
    findRun: (workflow, nonce) =>
      read(`looking for the run of ${nonce}`, async () => {
        const { data } = await actions.listWorkflowRuns({
          ...repo,
          workflow_id: workflow,
          event: 'workflow_dispatch',
          per_page: 100,
        })
        const found = Runs.parse(data).workflow_runs.find((run) => run.display_title.includes(nonce))
        return (
          found && {
            id: String(found.id),
            completed: found.status === 'completed',
            conclusion: found.conclusion,
          }
        )
      }),
    run: (id) =>
      read(`reading workflow run ${id}`, async () => {
        const { data } = await actions.getWorkflowRun({ ...repo, run_id: Number(id) })
        const { status, conclusion } = Run.parse(data)
        return { id, completed: status === 'completed', conclusion }
      }),
    artifactFile: (runId, artifact, file) =>
      read(`reading the artifact of run ${runId}`, async () => {
        const { data } = await actions.listWorkflowRunArtifacts({
          ...repo,
          run_id: Number(runId),
          name: artifact,
        })
        const found = Artifacts.parse(data).artifacts.find((one) => one.name === artifact && !one.expired)
        if (found === undefined) return { kind: 'absent' }
        if (found.size_in_bytes > MAX_ARTIFACT_BYTES) {
          return refused(
            `the artifact has ${found.size_in_bytes} bytes, at most ${MAX_ARTIFACT_BYTES} are read`,
          )
        }
        let zip: unknown
        try {
          const answer = await actions.downloadArtifact({
            ...repo,
            artifact_id: found.id,
            archive_format: 'zip',
          })
          zip = answer.data
        } catch (error) {
          // Expired between the listing and the download.
          if (statusOf(error) === 410) return { kind: 'absent' }
          throw error
        }
        const bytes = new Uint8Array(z.instanceof(ArrayBuffer).parse(zip))
        // Octokit hands on an empty buffer when the connection broke.
        if (bytes.byteLength === 0)
          throw new TransientError(`the download of artifact ${found.id} was cut off`)
        return fileOf(bytes, file)
      }),
  }
}
