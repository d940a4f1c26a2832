// `/baton run`: a validation or a benchmark once more.

import { z } from 'zod'
import { choice } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const run = defineCommand({
  verb: 'run',
  summary: 'Runs the validation or the benchmark of the head once more',
  usage: '/baton run <validate|bench>',
  examples: ['/baton run bench'],
  permission: 'write',
  where: 'pull',
  effect: 'sets',
  words: ['what'],
  args: z.strictObject({ what: choice(['validate', 'bench']) }),
})
