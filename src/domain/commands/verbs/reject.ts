// `/baton reject`: disagreement, which has to say why.

import { z } from 'zod'
import { Sha } from '../../ids.ts'
import { name, text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const reject = defineCommand({
  verb: 'reject',
  summary: 'Rejects a pull request, one commit of it or the plan, with the reason',
  usage: '/baton reject [--sha commit] [--plan name] <reason>',
  examples: [
    '/baton reject the public API changes without need',
    '/baton reject --plan sparse-attention "no baseline is named"',
  ],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  rest: 'reason',
  args: z.strictObject({ sha: Sha.optional(), plan: name.optional(), reason: text() }),
})
