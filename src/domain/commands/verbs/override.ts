// `/baton override`: lets a gate be passed that said no.

import { z } from 'zod'
import { Sha } from '../../ids.ts'
import { text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const override = defineCommand({
  verb: 'override',
  summary: 'Lets one commit pass a gate that said no, with the reason on record; not what nobody ran',
  usage: '/baton override <gate> <reason> [--sha commit]',
  examples: [
    '/baton override benchmark "the runner was busy, see the second run"',
    '/baton override "binary size" --sha=0123456789abcdef0123456789abcdef01234567 "agreed with the release team"',
  ],
  permission: 'admin',
  where: 'pull',
  effect: 'sets',
  words: ['gate'],
  rest: 'reason',
  args: z.strictObject({ gate: text(200), sha: Sha.optional(), reason: text() }),
})
