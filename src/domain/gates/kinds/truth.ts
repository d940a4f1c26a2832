// What the change says about itself must be borne out by what was measured.

import { z } from 'zod'
import { field } from '../../policy/field.ts'
import { Glob } from '../../policy/glob.ts'
import { reason } from '../../reason.ts'
import { everyRule } from '../applies.ts'
import { defineGate } from '../gate.ts'

const rule = z.strictObject({
  ...everyRule,
  documents: field(
    z.array(Glob).min(1).max(50),
    'path patterns of the documents that are read besides the pull request’s own text',
    ['**/*.md'],
  ).default(['**/*.md']),
})

export const truthGate = defineGate({
  rule,
  title: () => 'truth',
  judge: (_wanted, { truth }) =>
    truth === undefined
      ? { reason: reason('pending', 'truth: the documents have not been read yet') }
      : { reason: truth.verdict, annotations: truth.annotations },
})
