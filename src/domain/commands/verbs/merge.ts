// `/baton merge`: merges exactly one commit.

import { z } from 'zod'
import { Sha } from '../../ids.ts'
import { defineCommand } from '../spec.ts'

export const merge = defineCommand({
  verb: 'merge',
  summary:
    'Asks for the merge of exactly one commit, once gates and seats agree; counts as an approval where the policy asks for people',
  usage: '/baton merge <full commit SHA>',
  examples: ['/baton merge 0123456789abcdef0123456789abcdef01234567'],
  permission: 'maintain',
  where: 'pull',
  effect: 'sets',
  words: ['sha'],
  args: z.strictObject({ sha: Sha }),
})
