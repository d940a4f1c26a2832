// `/baton wake`, or a mention of the App: an agent looks into something and reports.

import { z } from 'zod'
import { agent, text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const wake = defineCommand({
  verb: 'wake',
  summary:
    'Asks an agent that may be woken to look into something and report; a line `@<App> <agent>: <what>` does the same',
  usage: '/baton wake <agent> <what to look into>',
  examples: ['/baton wake critic "is the cache ever emptied?"'],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  words: ['agent'],
  rest: 'task',
  args: z.strictObject({ agent, task: text(1000) }),
})
