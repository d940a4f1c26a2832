// `/baton explain`: why the task was routed, or placed in the queue, as it was.

import { z } from 'zod'
import { choice } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const explain = defineCommand({
  verb: 'explain',
  summary: 'Explains why the task was routed or placed as it was',
  usage: '/baton explain [route|priority]',
  examples: ['/baton explain', '/baton explain priority'],
  permission: 'read',
  where: 'both',
  effect: 'answers',
  words: ['about'],
  args: z.strictObject({ about: choice(['route', 'priority']).optional() }),
})
