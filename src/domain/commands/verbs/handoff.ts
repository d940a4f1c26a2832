// `/baton handoff`: gives the work to another agent.

import { z } from 'zod'
import { agent, text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const handoff = defineCommand({
  verb: 'handoff',
  summary: 'Gives the work to another agent',
  usage: '/baton handoff <agent> [note]',
  examples: ['/baton handoff critic "the kernel is done"'],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  carriedOut: false,
  words: ['agent'],
  rest: 'note',
  args: z.strictObject({ agent, note: text().optional() }),
})
