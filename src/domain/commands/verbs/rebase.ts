// `/baton rebase`: puts the branch on the newest base.

import { z } from 'zod'
import { defineCommand } from '../spec.ts'

export const rebase = defineCommand({
  verb: 'rebase',
  summary: 'Puts the branch on the newest base',
  usage: '/baton rebase',
  examples: ['/baton rebase'],
  permission: 'write',
  where: 'pull',
  effect: 'sets',
  carriedOut: false,
  args: z.strictObject({}),
})
