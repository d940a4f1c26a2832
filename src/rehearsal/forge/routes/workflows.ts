// Workflows and dispatching them (https://docs.github.com/rest/actions/workflows).

import { z } from 'zod'
import { param, parseBody } from '../body.ts'
import { dispatchInputs } from '../dispatch.ts'
import { HttpError, notFound } from '../http-error.ts'
import { renderWorkflow } from '../render/workflow-run.ts'
import { repositoryPage, repositoryUrl } from '../render/repository.ts'
import { noContent, ok, type Reply, type Route, type RouteContext } from '../route.ts'
import { queueRun } from '../runs.ts'
import { listWorkflows, parseWorkflowFile, type Workflow } from '../workflows.ts'
import { listWorkflowRuns } from './workflow-runs.ts'

const BASE = '/repos/{owner}/{repo}/actions/workflows'
const read = { permission: 'actions', level: 'read' } as const

const dispatchSchema = z.strictObject({
  ref: z.string().min(1),
  inputs: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String)).default({}),
  return_run_details: z.boolean().default(false),
})

/** By id or by file name. */
async function workflowOf(c: RouteContext): Promise<Workflow> {
  const wanted = param(c, 'workflow_id')
  const all = await listWorkflows(c.forge, c.repo())
  const found = all.find(({ id, path }) => String(id) === wanted || path.split('/').at(-1) === wanted)
  if (found === undefined) throw notFound()
  return found
}

async function dispatch(c: RouteContext): Promise<Reply> {
  const repo = c.repo()
  const workflow = await workflowOf(c)
  const body = parseBody(c, dispatchSchema)
  const branch = body.ref.replace(/^refs\/(heads|tags)\//, '')
  const { git } = c.forge
  const sha =
    (await git.resolve(repo, `refs/heads/${branch}`)) ?? (await git.resolve(repo, `refs/tags/${branch}`))
  if (sha === undefined) throw new HttpError(422, `No ref found for: ${body.ref}`)
  // The default branch says which workflows there are; the ref says what they do.
  const source = await git.fileAt(repo, sha, workflow.path)
  const file = source && parseWorkflowFile(workflow.path, source.data.toString())
  if (file?.dispatch === undefined) {
    throw new HttpError(422, "Workflow does not have 'workflow_dispatch' trigger")
  }
  const inputs = dispatchInputs(file.dispatch, body.inputs)
  const run = await queueRun(c.forge, repo, { workflow, file, branch, sha, inputs, actor: c.actor() })
  if (!body.return_run_details) return noContent()
  return ok({
    workflow_run_id: run.id,
    run_url: `${repositoryUrl(c.forge, repo)}/actions/runs/${run.id}`,
    html_url: `${repositoryPage(c.forge, repo)}/actions/runs/${run.id}`,
  })
}

export const workflowRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: BASE,
    access: read,
    handle: async (c) => {
      const all = await listWorkflows(c.forge, c.repo())
      const page = c.page(all).map((workflow) => renderWorkflow(c.forge, c.repo(), workflow))
      return ok({ total_count: all.length, workflows: page })
    },
  },
  {
    method: 'GET',
    path: `${BASE}/{workflow_id}`,
    access: read,
    handle: async (c) => ok(renderWorkflow(c.forge, c.repo(), await workflowOf(c))),
  },
  {
    method: 'POST',
    path: `${BASE}/{workflow_id}/dispatches`,
    access: { permission: 'actions', level: 'write' },
    handle: dispatch,
  },
  {
    method: 'GET',
    path: `${BASE}/{workflow_id}/runs`,
    access: read,
    handle: async (c) => {
      const { id } = await workflowOf(c)
      return listWorkflowRuns(c, (run) => run.workflowId === id)
    },
  },
]
