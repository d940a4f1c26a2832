// `/baton explain`: why the task is where it is, as the tree that decides it.

import { z } from 'zod'
import { choice } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const explain = defineCommand({
  verb: 'explain',
  summary: 'Explains why the task is where it is: route, gates, consensus and what it waits for',
  usage: '/baton explain [route|priority|gates|consensus|holds]',
  examples: ['/baton explain', '/baton explain priority'],
  permission: 'read',
  where: 'both',
  effect: 'answers',
  words: ['about'],
  args: z.strictObject({ about: choice(['route', 'priority', 'gates', 'consensus', 'holds']).optional() }),
})
