// `/baton signal`: tells waiting waves and plans that something has come about.

import { z } from 'zod'
import { Sha } from '../../ids.ts'
import { SignalName } from '../../plan/names.ts'
import { choice, names, text } from '../fields.ts'
import { defineCommand } from '../spec.ts'

export const signal = defineCommand({
  verb: 'signal',
  summary: 'Tells the waves and plans that wait for it that something has come about',
  usage:
    '/baton signal <name> [--status completed|blocked|info] [--api symbol] [--commit SHA] [--unblocks name,name] [--note text]',
  examples: [
    '/baton signal wave-3-complete',
    '/baton signal wave-3-complete --status completed --api "Expression.explain()" --unblocks python-api,node-api',
  ],
  permission: 'write',
  where: 'both',
  effect: 'sets',
  words: ['name'],
  args: z.strictObject({
    name: SignalName,
    status: choice(['completed', 'blocked', 'info']).optional(),
    api: text(200).optional(),
    commit: Sha.optional(),
    unblocks: names.optional(),
    note: text().optional(),
  }),
})
