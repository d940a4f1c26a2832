// `/baton run`: starts a validation or a benchmark.

import { z } from 'zod'
import { choice } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const run = defineCommand({
  verb: 'run',
  summary: 'Starts a validation or a benchmark on the head',
  usage: '/baton run <validate|bench>',
  examples: ['/baton run bench'],
  permission: 'write',
  where: 'pull',
  effect: 'sets',
  carriedOut: false,
  words: ['what'],
  args: z.strictObject({ what: choice(['validate', 'bench']) }),
})
