// `/baton stop`: as hold, and what is at work is cancelled.

import { z } from 'zod'
import { text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const stop = defineCommand({
  verb: 'stop',
  summary: 'Cancels what is at work and starts nothing until somebody resumes',
  usage: '/baton stop [reason]',
  examples: ['/baton stop', '/baton stop wrong approach'],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  rest: 'reason',
  args: z.strictObject({ reason: text().optional() }),
})
