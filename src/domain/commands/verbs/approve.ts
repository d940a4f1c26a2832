// `/baton approve`: agreement with exactly one commit, or with the plan.

import { z } from 'zod'
import { Sha } from '../../ids.ts'
import { name } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const approve = defineCommand({
  verb: 'approve',
  summary: 'Approves one commit of a pull request or, on the issue, the plan',
  usage: '/baton approve <full commit SHA>, on the issue also /baton approve [--plan name]',
  examples: [
    '/baton approve 0123456789abcdef0123456789abcdef01234567',
    '/baton approve --plan sparse-attention',
  ],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  words: ['sha'],
  args: z.strictObject({ sha: Sha.optional(), plan: name.optional() }),
})
