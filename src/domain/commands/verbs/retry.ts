// `/baton retry`: another attempt at what failed or was parked.

import { z } from 'zod'
import { defineCommand } from '../spec.ts'

export const retry = defineCommand({
  verb: 'retry',
  summary: 'Tries again what failed or was parked',
  usage: '/baton retry [--wave number]',
  examples: ['/baton retry', '/baton retry --wave 2'],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  words: ['wave'],
  args: z.strictObject({
    wave: z
      .string()
      .regex(/^[1-9]\d{0,2}$/, 'expected the number of a wave')
      .optional(),
  }),
})
