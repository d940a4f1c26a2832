// `/baton directive`: gives the agents a directive.

import { z } from 'zod'
import { choice, names, text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const directive = defineCommand({
  verb: 'directive',
  summary: 'Gives the agents a directive',
  usage: '/baton directive <alignment|priority-shift|checkpoint> [--to agent,agent] <text>',
  examples: ['/baton directive checkpoint --to critic,tester "API and tests on Friday"'],
  permission: 'write',
  where: 'issue',
  effect: 'sets',
  carriedOut: false,
  words: ['kind'],
  rest: 'text',
  args: z.strictObject({
    kind: choice(['alignment', 'priority-shift', 'checkpoint']),
    to: names.optional(),
    text: text(1000),
  }),
})
