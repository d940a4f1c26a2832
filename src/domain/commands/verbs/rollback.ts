// `/baton rollback`: takes a merged change back.

import { z } from 'zod'
import { Sha } from '../../ids.ts'
import { text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const rollback = defineCommand({
  verb: 'rollback',
  summary: 'Takes a merged change back',
  usage: '/baton rollback [--to commit] [reason]',
  examples: ['/baton rollback the benchmark got slower'],
  permission: 'maintain',
  where: 'pull',
  effect: 'sets',
  carriedOut: false,
  rest: 'reason',
  args: z.strictObject({ to: Sha.optional(), reason: text().optional() }),
})
