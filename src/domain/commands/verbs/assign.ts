// `/baton assign`: puts an agent to work on the task.

import { z } from 'zod'
import { agent } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const assign = defineCommand({
  verb: 'assign',
  summary: 'Puts an agent to work on the task',
  usage: '/baton assign <agent>',
  examples: ['/baton assign rust-engineer'],
  permission: 'write',
  where: 'issue',
  effect: 'sets',
  carriedOut: false,
  words: ['agent'],
  args: z.strictObject({ agent }),
})
