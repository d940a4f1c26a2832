// `/baton merge`: merges exactly one commit.

import { z } from 'zod'
import { Sha } from '../../ids.ts'
import { defineCommand } from '../spec.ts'

export const merge = defineCommand({
  verb: 'merge',
  summary: 'Merges exactly one commit, once checks and seats agree',
  usage: '/baton merge <full commit SHA>',
  examples: ['/baton merge 0123456789abcdef0123456789abcdef01234567'],
  permission: 'maintain',
  where: 'pull',
  effect: 'sets',
  carriedOut: false,
  words: ['sha'],
  args: z.strictObject({ sha: Sha }),
})
