// `/baton resume`: undoes hold and stop.

import { z } from 'zod'
import { text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const resume = defineCommand({
  verb: 'resume',
  summary: 'Goes on after a hold or a stop',
  usage: '/baton resume [reason]',
  examples: ['/baton resume'],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  rest: 'reason',
  args: z.strictObject({ reason: text().optional() }),
})
