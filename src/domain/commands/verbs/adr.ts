// `/baton adr`: records an architecture decision.

import { z } from 'zod'
import { text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const adr = defineCommand({
  verb: 'adr',
  summary: 'Records an architecture decision',
  usage: '/baton adr <title>',
  examples: ['/baton adr "Keep one kernel"'],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  carriedOut: false,
  rest: 'title',
  args: z.strictObject({ title: text(120) }),
})
