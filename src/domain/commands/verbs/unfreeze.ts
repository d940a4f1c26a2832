// `/baton unfreeze`: lifts a freeze.

import { z } from 'zod'
import { text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const unfreeze = defineCommand({
  verb: 'unfreeze',
  summary: 'Lifts a freeze',
  usage: '/baton unfreeze <path or symbol>',
  examples: ['/baton unfreeze src/api.ts'],
  permission: 'maintain',
  where: 'both',
  effect: 'sets',
  words: ['what'],
  args: z.strictObject({ what: text(200) }),
})
