// `/baton experiment`: a named experiment, run and recorded with the validation.

import { z } from 'zod'
import { name, text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const experiment = defineCommand({
  verb: 'experiment',
  summary: 'Has a named experiment run and recorded with the validation',
  usage: '/baton experiment <name> [note]',
  examples: ['/baton experiment ablation-2'],
  permission: 'write',
  where: 'issue',
  effect: 'sets',
  words: ['name'],
  rest: 'note',
  args: z.strictObject({ name, note: text().optional() }),
})
