// `/baton unassign`: takes back who was assigned.

import { z } from 'zod'
import { agent } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const unassign = defineCommand({
  verb: 'unassign',
  summary: 'Takes back who was assigned by command, one agent or all',
  usage: '/baton unassign [agent]',
  examples: ['/baton unassign', '/baton unassign rust-engineer'],
  permission: 'write',
  where: 'issue',
  effect: 'sets',
  words: ['agent'],
  args: z.strictObject({ agent: agent.optional() }),
})
