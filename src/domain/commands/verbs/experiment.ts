// `/baton experiment`: starts a tracked experiment.

import { z } from 'zod'
import { name, text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const experiment = defineCommand({
  verb: 'experiment',
  summary: 'Starts a tracked experiment',
  usage: '/baton experiment <name> [note]',
  examples: ['/baton experiment ablation-2'],
  permission: 'write',
  where: 'issue',
  effect: 'sets',
  carriedOut: false,
  words: ['name'],
  rest: 'note',
  args: z.strictObject({ name, note: text().optional() }),
})
