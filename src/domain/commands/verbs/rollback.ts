// `/baton rollback`: takes a merged change back.

import { z } from 'zod'
import { text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const rollback = defineCommand({
  verb: 'rollback',
  summary: 'Takes a merged change back, by an issue and a pull request of its own',
  usage: '/baton rollback [reason]',
  examples: ['/baton rollback', '/baton rollback the benchmark got slower'],
  permission: 'write',
  where: 'pull',
  onMerged: true,
  effect: 'sets',
  rest: 'reason',
  args: z.strictObject({ reason: text().optional() }),
})
