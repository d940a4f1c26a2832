// `/baton adr`: records an architecture decision.

import { z } from 'zod'
import { text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const adr = defineCommand({
  verb: 'adr',
  summary:
    'Records a decision of the task, in a file that a pull request of its own adds when the waves are done',
  usage: '/baton adr <title>',
  examples: ['/baton adr "Keep one kernel"'],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  rest: 'title',
  args: z.strictObject({ title: text(120) }),
})
