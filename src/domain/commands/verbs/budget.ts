// `/baton budget`: limits what the task may cost.

import { z } from 'zod'
import { defineCommand } from '../spec.ts'

export const budget = defineCommand({
  verb: 'budget',
  summary: 'Sets what the task may cost',
  usage: '/baton budget <US dollars>',
  examples: ['/baton budget 25'],
  permission: 'maintain',
  where: 'issue',
  effect: 'sets',
  carriedOut: false,
  words: ['usd'],
  args: z.strictObject({
    usd: z.string().regex(/^\d{1,6}(?:\.\d{1,2})?$/, 'expected US dollars, for example 25 or 12.50'),
  }),
})
