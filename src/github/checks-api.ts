// Check runs of our own App.

import { z } from 'zod'
import type { Connection } from './repo-client.ts'

export interface CheckInput {
  name: string
  sha: string
  status: 'in_progress' | 'completed'
  conclusion: 'success' | 'failure' | 'neutral' | 'action_required' | undefined
  title: string
  summary: string
  externalId: string
}

export interface ChecksApi {
  /** Our newest check run of this name on a commit. */
  find(sha: string, name: string): Promise<number | undefined>
  create(input: CheckInput): Promise<number>
  update(id: number, input: CheckInput): Promise<void>
}

const CheckRun = z.object({ id: z.int() })
const CheckRuns = z.object({ check_runs: z.array(CheckRun) })

export function checksApi({ octokit, repo, appId, read, write }: Connection): ChecksApi {
  const { checks } = octokit.rest
  const fields = (input: CheckInput) => ({
    ...repo,
    name: input.name,
    external_id: input.externalId,
    status: input.status,
    ...(input.conclusion === undefined ? {} : { conclusion: input.conclusion }),
    output: { title: input.title, summary: input.summary },
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
        return CheckRuns.parse(data).check_runs[0]?.id
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
