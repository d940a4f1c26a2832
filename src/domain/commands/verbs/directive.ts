// `/baton directive`: gives the agents a directive.

import { z } from 'zod'
import { choice, names, text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const directive = defineCommand({
  verb: 'directive',
  summary: 'Gives the agents of the task a directive and follows it until they have acted',
  usage: '/baton directive <alignment|priority-shift|checkpoint> [--to agent,agent] <text>',
  examples: [
    '/baton directive alignment --to critic,tester "Tensor layout: rows everywhere"',
    '/baton directive priority-shift "Memory mapping to critical: transfers take too long"',
    '/baton directive checkpoint "Matmul pipeline: gates, point Tensor representation"',
  ],
  permission: 'write',
  where: 'issue',
  effect: 'sets',
  words: ['kind'],
  rest: 'text',
  args: z.strictObject({
    kind: choice(['alignment', 'priority-shift', 'checkpoint']),
    to: names.optional(),
    text: text(1000),
  }),
})
