// Workflows are the YAML files on the default branch; their triggers, inputs and jobs as far as the API shows them.

import { parseDocument } from 'yaml'
import { z } from 'zod'
import type { Vectors } from '../runner/matrix.ts'
import type { Forge } from './forge.ts'
import type { Repository } from './world.ts'

const FOLDER = '.github/workflows'

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)
const input = z.looseObject({
  required: z.boolean().default(false),
  type: z.enum(['string', 'boolean', 'number', 'choice', 'environment']).default('string'),
  default: scalar.optional(),
  options: z.array(scalar).optional(),
})
export type WorkflowInput = z.infer<typeof input>

const labels = z.union([
  z.string().transform((label) => [label]),
  z.array(z.string()),
  z
    .looseObject({ labels: z.union([z.string().transform((label) => [label]), z.array(z.string())]) })
    .transform((group) => group.labels),
])
const trigger = z.looseObject({ inputs: z.record(z.string(), input.nullable()).nullish() }).nullable()

const vectors = z.record(z.string(), z.union([z.string(), z.array(z.unknown())]))
const job = z.looseObject({
  name: z.string().optional(),
  strategy: z.looseObject({ matrix: vectors.optional() }).optional(),
  'runs-on': labels.default([]),
})

const workflowFile = z.looseObject({
  name: z.string().optional(),
  'run-name': z.string().optional(),
  on: z.union([
    z.string().transform((event) => ({ [event]: null })),
    z.array(z.string()).transform((events) => Object.fromEntries(events.map((event) => [event, null]))),
    z.record(z.string(), z.unknown()),
  ]),
  jobs: z.record(z.string(), job),
})

export interface WorkflowFile {
  name: string
  /** `run-name`, its expressions as written; the workflow's name where it has none. */
  runName: string
  /** Declared inputs by name; undefined when it cannot be dispatched. */
  dispatch: ReadonlyMap<string, WorkflowInput> | undefined
  /** As written, expressions and all. */
  jobs: { name: string; runsOn: string[]; matrix: Vectors | undefined }[]
}

export interface Workflow {
  id: number
  name: string
  path: string
}

/** The workflows on the default branch, in order of their paths. A file that is no workflow is listed by its path. */
export async function listWorkflows(forge: Forge, repo: Repository): Promise<Workflow[]> {
  const entries = await forge.git.tree(repo, `refs/heads/${repo.defaultBranch}:${FOLDER}`, false)
  const files = (entries ?? []).filter(({ type, path }) => type === 'blob' && /\.ya?ml$/.test(path))
  return Promise.all(
    files.map(async (file) => {
      const path = `${FOLDER}/${file.path}`
      const id = repo.workflowIds.get(path) ?? forge.world.nextId()
      repo.workflowIds.set(path, id)
      const text = (await forge.git.blob(repo, file.sha))?.toString() ?? ''
      return { id, path, name: parseWorkflowFile(path, text)?.name ?? path }
    }),
  )
}

/** What the API needs of a workflow file, or undefined when it is not valid. */
export function parseWorkflowFile(path: string, text: string): WorkflowFile | undefined {
  const document = parseDocument(text)
  if (document.errors.length > 0) return undefined
  const parsed = workflowFile.safeParse(document.toJS())
  if (!parsed.success) return undefined
  const { name, on, jobs } = parsed.data
  const declared = Object.hasOwn(on, 'workflow_dispatch')
    ? trigger.safeParse(on['workflow_dispatch'])
    : undefined
  if (declared?.success === false) return undefined
  const inputs = Object.entries(declared?.data?.inputs ?? {}).map(
    ([key, one]) => [key, one ?? input.parse({})] as const,
  )
  return {
    name: name ?? path,
    runName: parsed.data['run-name'] ?? name ?? path,
    dispatch: declared === undefined ? undefined : new Map(inputs),
    jobs: Object.entries(jobs).map(([key, one]) => ({
      name: one.name ?? key,
      runsOn: one['runs-on'],
      matrix: one.strategy?.matrix,
    })),
  }
}
