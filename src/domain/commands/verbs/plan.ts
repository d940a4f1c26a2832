// `/baton plan`: has a plan written for the task.

import { z } from 'zod'
import { text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const plan = defineCommand({
  verb: 'plan',
  summary: 'Has a plan written for the task',
  usage: '/baton plan [what to consider]',
  examples: ['/baton plan compare two kernels first'],
  permission: 'write',
  where: 'issue',
  effect: 'sets',
  rest: 'wish',
  args: z.strictObject({ wish: text().optional() }),
})
