// `/baton assign`: puts an agent to work on the task.

import { z } from 'zod'
import { agent } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const assign = defineCommand({
  verb: 'assign',
  summary: 'Puts an agent to work on a wave, within the team and what the agent may do',
  usage: '/baton assign <agent> [--wave number]',
  examples: ['/baton assign rust-engineer', '/baton assign rust-engineer --wave 2'],
  permission: 'write',
  where: 'issue',
  effect: 'sets',
  words: ['agent'],
  args: z.strictObject({
    agent,
    wave: z
      .string()
      .regex(/^\d{1,3}$/, 'expected the number of a wave')
      .optional(),
  }),
})
