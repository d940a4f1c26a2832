// `/baton help`: all commands, or one of them in full.

import { z } from 'zod'
import { text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const help = defineCommand({
  verb: 'help',
  summary: 'Lists the commands, or shows one in full',
  usage: '/baton help [command]',
  examples: ['/baton help', '/baton help signal'],
  permission: 'read',
  where: 'both',
  effect: 'answers',
  words: ['command'],
  args: z.strictObject({ command: text(40).optional() }),
})
