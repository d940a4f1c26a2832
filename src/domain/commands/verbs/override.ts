// `/baton override`: lets a gate be passed that said no.

import { z } from 'zod'
import { name, text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const override = defineCommand({
  verb: 'override',
  summary: 'Lets a gate be passed that said no, with the reason on record',
  usage: '/baton override <gate> <reason>',
  examples: ['/baton override benchmark "the runner was busy, see the second run"'],
  permission: 'admin',
  where: 'pull',
  effect: 'sets',
  carriedOut: false,
  words: ['gate'],
  rest: 'reason',
  args: z.strictObject({ gate: name, reason: text() }),
})
