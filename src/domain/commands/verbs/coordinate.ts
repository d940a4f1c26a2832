// `/baton coordinate`: how this task goes together with the others.

import { z } from 'zod'
import { defineCommand } from '../spec.ts'

export const coordinate = defineCommand({
  verb: 'coordinate',
  summary: 'Shows how this task goes together with the others',
  usage: '/baton coordinate',
  examples: ['/baton coordinate'],
  permission: 'read',
  where: 'both',
  effect: 'answers',
  args: z.strictObject({}),
})
