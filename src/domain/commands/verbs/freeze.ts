// `/baton freeze`: a path or symbol that nobody may change for now.

import { z } from 'zod'
import { duration, text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const freeze = defineCommand({
  verb: 'freeze',
  summary: 'Freezes a path or symbol, so that a change to it fails its check',
  usage: '/baton freeze <path or symbol> [--for 3d] [reason]',
  examples: [
    '/baton freeze src/api.ts',
    '/baton freeze Expression.explain --for 2w "other plans build on it"',
  ],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  words: ['what'],
  rest: 'reason',
  args: z.strictObject({ what: text(200), for: duration.optional(), reason: text().optional() }),
})
