// `/baton priority`: the level of the task in the queue.

import { z } from 'zod'
import { RoadmapLevel } from '../../roster/routing-tables.ts'
import { defineCommand } from '../spec.ts'

export const priority = defineCommand({
  verb: 'priority',
  summary: 'Sets how urgent the task is',
  usage: '/baton priority <critical|high|medium|low|future>',
  examples: ['/baton priority high'],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  words: ['level'],
  args: z.strictObject({
    level: z
      .string()
      .toLowerCase()
      .pipe(z.enum(RoadmapLevel.options, 'expected critical, high, medium, low or future')),
  }),
})
