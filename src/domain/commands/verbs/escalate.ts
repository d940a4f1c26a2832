// `/baton escalate`: asks for somebody further up.

import { z } from 'zod'
import { choice, text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const escalate = defineCommand({
  verb: 'escalate',
  summary: 'Asks for somebody further up the escalation path',
  usage: '/baton escalate [--level 1|2|3|4] [reason]',
  examples: ['/baton escalate', '/baton escalate --level 3 blocked for two days'],
  permission: 'triage',
  where: 'both',
  effect: 'sets',
  rest: 'reason',
  args: z.strictObject({ level: choice(['1', '2', '3', '4']).optional(), reason: text().optional() }),
})
