// `/baton replan`: has the plan made anew.

import { z } from 'zod'
import { text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const replan = defineCommand({
  verb: 'replan',
  summary: 'Has the plan made anew; finished waves are kept',
  usage: '/baton replan [reason]',
  examples: ['/baton replan the second wave is not needed any more'],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  rest: 'reason',
  args: z.strictObject({ reason: text().optional() }),
})
