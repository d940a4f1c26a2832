// Check runs of our own App.

import { z } from 'zod'
import type { CheckAnnotation, CheckButton } from '../domain/actions.ts'
import type { Connection } from './repo-client.ts'

export interface CheckInput {
  name: string
  sha: string
  status: 'in_progress' | 'completed'
  conclusion: 'success' | 'failure' | 'neutral' | 'action_required' | undefined
  title: string
  summary: string
  externalId: string
  /** Added to those that stand there; 50 at most, GitHub's limit per request (https://docs.github.com/rest/checks/runs). */
  annotations?: readonly CheckAnnotation[]
  /** In place of those that stand there; left out: they stay. */
  buttons?: readonly CheckButton[]
}

export interface FoundCheck {
  id: number
  externalId: string
  /** How many annotations stand there. GitHub takes none away. */
  annotations: number
}

export interface ChecksApi {
  /** Our newest check run of this name on a commit. */
  find(sha: string, name: string): Promise<FoundCheck | undefined>
  create(input: CheckInput): Promise<number>
  update(id: number, input: CheckInput): Promise<void>
}

const CheckRun = z.object({ id: z.int() })
const CheckRuns = z.object({
  check_runs: z.array(
    z.object({
      id: z.int(),
      external_id: z.string().nullable(),
      output: z.object({ annotations_count: z.int() }),
    }),
  ),
})

const annotation = ({ path, line, title, message, level }: CheckAnnotation) => ({
  path,
  start_line: line,
  end_line: line,
  annotation_level: level ?? ('failure' as const),
  title,
  message,
})

export function checksApi({ octokit, repo, appId, read, write }: Connection): ChecksApi {
  const { checks } = octokit.rest
  const fields = (input: CheckInput) => ({
    ...repo,
    name: input.name,
    external_id: input.externalId,
    status: input.status,
    ...(input.conclusion === undefined ? {} : { conclusion: input.conclusion }),
    ...(input.buttons === undefined ? {} : { actions: input.buttons.map((button) => ({ ...button })) }),
    output: {
      title: input.title,
      summary: input.summary,
      ...(input.annotations === undefined ? {} : { annotations: input.annotations.map(annotation) }),
    },
  })
  return {
    find: (sha, name) =>
      read(`looking for the check ${name}`, async () => {
        const { data } = await checks.listForRef({
          ...repo,
          ref: sha,
          check_name: name,
          app_id: appId,
          filter: 'latest',
        })
        const [run] = CheckRuns.parse(data).check_runs
        return (
          run && {
            id: run.id,
            externalId: run.external_id ?? '',
            annotations: run.output.annotations_count,
          }
        )
      }),
    create: (input) =>
      write(`creating the check ${input.name}`, async () => {
        return CheckRun.parse((await checks.create({ ...fields(input), head_sha: input.sha })).data).id
      }),
    update: (id, input) =>
      write(`updating the check ${input.name}`, async () => {
        await checks.update({ ...fields(input), check_run_id: id })
      }),
  }
}
