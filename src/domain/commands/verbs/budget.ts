// `/baton budget`: what the task has cost and may cost.

import { z } from 'zod'
import { defineCommand } from '../spec.ts'

export const budget = defineCommand({
  verb: 'budget',
  summary: 'Shows what the task has cost, or sets what it may cost, up to the figure of the policy',
  usage: '/baton budget [US dollars]',
  examples: ['/baton budget', '/baton budget 25'],
  permission: 'maintain',
  showing: 'read',
  where: 'issue',
  effect: 'sets',
  words: ['usd'],
  args: z.strictObject({
    usd: z
      .string()
      .regex(/^\d{1,6}(?:\.\d{1,2})?$/, 'expected US dollars, for example 25 or 12.50')
      .optional(),
  }),
})
