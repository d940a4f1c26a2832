// The part of the workflow syntax that the local runner carries out; any other key is refused by name, never skipped.

import { parseDocument } from 'yaml'
import { z } from 'zod'
import { UserError } from '../../errors.ts'

export const Scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String)
export const Env = z
  .record(z.string().regex(/^[A-Za-z_]\w*$/, 'expected a variable name'), Scalar)
  .default({})
export const Condition = z.union([z.string(), z.boolean()]).transform(String).optional()
const Minutes = z.union([z.number().positive(), z.string()]).optional()

const Step = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: Condition,
  uses: z.string().optional(),
  with: z.record(z.string(), Scalar).default({}),
  run: z.string().optional(),
  shell: z.literal('bash', 'the local runner has the shell bash only').optional(),
  env: Env,
  'working-directory': z.string().optional(),
  'continue-on-error': z.boolean().default(false),
  'timeout-minutes': Minutes,
})
export type Step = z.infer<typeof Step>

const Strategy = z.strictObject({
  // With fail-fast a failing job ends the others: nothing here does that.
  'fail-fast': z.literal(false, 'the local runner has fail-fast: false only'),
  matrix: z
    .record(z.string(), z.union([z.string(), z.array(z.unknown()).min(1)]))
    .refine(
      (matrix) => !Object.hasOwn(matrix, 'include') && !Object.hasOwn(matrix, 'exclude'),
      'the local runner has no include and exclude',
    ),
})

const Job = z
  .strictObject({
    name: z.string().optional(),
    strategy: Strategy.optional(),
    'runs-on': z.union([z.string(), z.array(z.string()).min(1)]),
    if: Condition,
    env: Env,
    permissions: z.unknown().optional(),
    concurrency: z.unknown().optional(),
    'timeout-minutes': Minutes,
    steps: z.array(Step).min(1),
  })
  // GitHub adds the values to a name that does not use the matrix.
  .refine(
    ({ name, strategy }) => strategy === undefined || name?.includes('${{') === true,
    'the local runner runs a matrix only under a name with ${{ matrix.… }}',
  )
export type Job = z.infer<typeof Job>

const Input = z.strictObject({
  description: z.string().optional(),
  required: z.boolean().default(false),
  type: z.enum(['string', 'boolean', 'number', 'choice', 'environment']).default('string'),
  default: Scalar.optional(),
  options: z.array(Scalar).optional(),
})

const Workflow = z.strictObject({
  name: z.string().optional(),
  'run-name': z.string().optional(),
  on: z.looseObject({
    // A key without a value, as in `workflow_dispatch:`, is null in YAML.
    workflow_dispatch: z
      .strictObject({
        inputs: z
          .record(
            z.string(),
            Input.nullable().transform((input) => input ?? Input.parse({})),
          )
          .nullable()
          .default({}),
      })
      .nullable(),
  }),
  // Both are GitHub's to enforce: the token it hands out and the runs it starts.
  permissions: z.unknown().optional(),
  concurrency: z.unknown().optional(),
  env: Env,
  jobs: z
    .record(z.string(), Job)
    .refine((jobs) => Object.keys(jobs).length === 1, 'the local runner runs workflows of one job'),
})
export type Workflow = z.infer<typeof Workflow>

/**
 * Reads a workflow file. Throws a UserError with every problem at once: YAML errors with their line, then keys and
 * values that the local runner does not carry out.
 */
export function parseWorkflow(path: string, text: string): Workflow {
  const document = parseDocument(text)
  const [broken] = document.errors
  if (broken) throw new UserError(`${path}: ${broken.message}`, 'Correct the YAML at the line that is named.')
  const parsed = Workflow.safeParse(document.toJS())
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `${issue.path.join('.') || 'the file'}: ${issue.message}`,
    )
    throw new UserError(
      `${path}: ${problems.join('; ')}`,
      'Use a workflow_dispatch workflow of one job with run, actions/checkout, actions/setup-node and actions/upload-artifact steps, and actions of the repository.',
    )
  }
  for (const [index, step] of Object.values(parsed.data.jobs)
    .flatMap((job) => job.steps)
    .entries()) {
    if ((step.run === undefined) === (step.uses === undefined)) {
      throw new UserError(
        `${path}: step ${index + 1} needs either run or uses`,
        'Give the step one of the two.',
      )
    }
  }
  return parsed.data
}
