// `/baton status`: where the task stands.

import { z } from 'zod'
import { defineCommand } from '../spec.ts'

export const status = defineCommand({
  verb: 'status',
  summary: 'Says where the task stands',
  usage: '/baton status',
  examples: ['/baton status'],
  permission: 'read',
  where: 'both',
  effect: 'answers',
  args: z.strictObject({}),
})
