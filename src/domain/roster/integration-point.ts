// The schema of an integration point: who makes something that others build on, where it is, and how it is known to fit.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import { field } from '../policy/field.ts'
import { Glob } from '../policy/glob.ts'

/** What can be asked for without quoting a shell command: no quotes, no line breaks, no way out of the checkout. */
const FilePath = z
  .string()
  .max(200)
  .regex(
    /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[\w@+., /-]+$/,
    'expected a path from the top of the repository, without quotes and `..`',
  )

const Requires = z
  .strictObject({
    verdict: field(
      AgentName,
      'the agent that must approve it from a seat',
      'integration-reviewer',
    ).optional(),
    validation: field(
      z.string().min(1).max(100),
      'the name of a command of the policy that must succeed: one under validate',
      'layout tests',
    ).optional(),
    metric: field(
      z.strictObject({
        name: field(z.string().regex(/^[\w.-]{1,80}$/), 'the name of a metric', 'convert.peak_mb'),
        op: field(z.enum(['<=', '>=']), '<= or >=', '<='),
        value: field(z.number(), 'the figure to keep', 2048),
      }),
      'a figure that a benchmark of the change must keep',
      { name: 'convert.peak_mb', op: '<=', value: 2048 },
    ).optional(),
    file: field(
      z.strictObject({
        path: field(FilePath, 'the path of the file', 'notes/layout.md'),
        contains: field(
          z.string().regex(/^[^\r\n']{1,200}$/, 'expected one line without a single quote'),
          'what must stand in it; left out: it must only be there',
          'Row-major',
        ).optional(),
      }),
      'a file that must be there on the change, with what it must contain',
      { path: 'notes/layout.md', contains: 'Row-major' },
    ).optional(),
  })
  .refine((requires) => Object.values(requires).some((one) => one !== undefined), {
    message: 'at least one condition must be given',
  })

const side = (expected: string, example: string) =>
  field(z.array(AgentName).min(1).max(20), expected, [example])

export const IntegrationPoint = z.strictObject({
  name: field(z.string().min(1).max(80), 'what has to fit together', 'Tensor representation'),
  producers: side('who makes it', 'core'),
  consumers: side('who builds on it; somebody who does both stands in both', 'metal'),
  paths: field(z.array(Glob).min(1).max(50), 'path patterns: a change of one of them touches the point', [
    'src/tensor/**',
  ]),
  about: field(z.string().min(1).max(300), 'what they must agree on', 'The memory layout of tensors'),
  requires: field(
    Requires,
    'what must hold for a change that touches it; left out: the other side approves it from a seat',
    { verdict: 'integration-reviewer' },
  ).optional(),
})
export type IntegrationPoint = z.infer<typeof IntegrationPoint>
