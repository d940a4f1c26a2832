// `/baton hold`: nothing new is started and nothing merged until somebody resumes.

import { z } from 'zod'
import { text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const hold = defineCommand({
  verb: 'hold',
  summary: 'Starts and merges nothing until somebody resumes; what is at work may end',
  usage: '/baton hold [reason]',
  examples: ['/baton hold', '/baton hold "waiting for the release"'],
  permission: 'triage',
  where: 'both',
  effect: 'sets',
  rest: 'reason',
  args: z.strictObject({ reason: text().optional() }),
})
