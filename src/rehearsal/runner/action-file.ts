// Reads the action.yml of an action that lies in the workspace: the part of its syntax that the local runner carries out.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod'
import { asError, isErrno, UserError } from '../../errors.ts'
import { Condition, Env, Scalar } from './workflow.ts'

const Input = z.strictObject({
  description: z.string().optional(),
  required: z.boolean().default(false),
  default: Scalar.optional(),
})

const CompositeStep = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: Condition,
  run: z.string('the local runner has run steps only in a composite action'),
  // "Required if run is set": https://docs.github.com/actions/reference/metadata-syntax-for-github-actions
  shell: z.literal('bash', 'the local runner has the shell bash only'),
  env: Env,
})
export type CompositeStep = z.infer<typeof CompositeStep>

const ActionFile = z.strictObject({
  name: z.string(),
  description: z.string(),
  inputs: z
    .record(
      z.string(),
      Input.nullable().transform((input) => input ?? Input.parse({})),
    )
    .default({}),
  outputs: z
    .record(z.string(), z.strictObject({ description: z.string().optional(), value: z.string().optional() }))
    .default({}),
  runs: z.discriminatedUnion('using', [
    z.strictObject({ using: z.literal('node24'), main: z.string().min(1) }),
    z.strictObject({ using: z.literal('composite'), steps: z.array(CompositeStep).min(1) }),
  ]),
})
export type ActionFile = z.infer<typeof ActionFile>

/** Undefined where there is none. */
async function textOf(path: string, called: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw new UserError(
      `${called} cannot be read: ${asError(error).message}`,
      'It has to be a file that the runner may read.',
      { cause: error },
    )
  }
}

/** The action in `directory`. Throws a UserError when there is none, or with all that the local runner does not carry out. */
export async function readActionFile(directory: string, uses: string): Promise<ActionFile> {
  let text: string | undefined
  for (const name of ['action.yml', 'action.yaml']) {
    text ??= await textOf(join(directory, name), `${name} of ${uses}`)
  }
  if (text === undefined)
    throw new UserError(
      `there is no action.yml in ${uses}`,
      'Check out the repository that holds it before, and name its directory.',
    )
  const document = parseDocument(text)
  const [broken] = document.errors
  if (broken) throw new UserError(`${uses}: ${broken.message}`, 'Correct the YAML at the line that is named.')
  const parsed = ActionFile.safeParse(document.toJS())
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new UserError(
    `${uses}: ${problems.join('; ')}`,
    'The local runner has actions that use node24 or are composite, with run steps in bash.',
  )
}
