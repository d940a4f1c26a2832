// `/baton rebase`: brings the newest base into the branch.

import { z } from 'zod'
import { defineCommand } from '../spec.ts'

export const rebase = defineCommand({
  verb: 'rebase',
  summary: 'Brings the newest base into the branch; what conflicts goes back to its agent',
  usage: '/baton rebase',
  examples: ['/baton rebase'],
  permission: 'write',
  where: 'pull',
  effect: 'sets',
  args: z.strictObject({}),
})
