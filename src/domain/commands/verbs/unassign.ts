// `/baton unassign`: takes an agent off the task.

import { z } from 'zod'
import { agent } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const unassign = defineCommand({
  verb: 'unassign',
  summary: 'Takes an agent off the task, or all of them',
  usage: '/baton unassign [agent]',
  examples: ['/baton unassign rust-engineer'],
  permission: 'write',
  where: 'issue',
  effect: 'sets',
  carriedOut: false,
  words: ['agent'],
  args: z.strictObject({ agent: agent.optional() }),
})
