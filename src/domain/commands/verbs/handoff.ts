// `/baton handoff`: the hand-off document as it stands; with an agent, the work is given to it.

import { z } from 'zod'
import { agent, text, waveNumber } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const handoff = defineCommand({
  verb: 'handoff',
  summary: 'Shows the hand-off document of the work under way, or gives the work to another agent',
  usage: '/baton handoff [agent] [note] [--wave number]',
  examples: [
    '/baton handoff',
    '/baton handoff rust-engineer "the kernel is done"',
    '/baton handoff rust-engineer --wave 2',
  ],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  words: ['agent'],
  rest: 'note',
  args: z.strictObject({ agent: agent.optional(), note: text().optional(), wave: waveNumber.optional() }),
})
