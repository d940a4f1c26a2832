// People who have approved this very head.

import { z } from 'zod'
import { field } from '../../policy/field.ts'
import { reason } from '../../reason.ts'
import { plural } from '../../render/figures.ts'
import { everyRule } from '../applies.ts'
import { defineGate } from '../gate.ts'

const rule = z.strictObject({
  ...everyRule,
  people: field(z.int().min(1).max(10), 'how many people must have approved the head', 1),
})

export const reviewGate = defineGate({
  rule,
  title: () => 'review',
  judge: ({ people }, { approvedBy }) => ({
    reason: reason(
      approvedBy.length >= people ? 'pass' : 'pending',
      `${plural(approvedBy.length, 'person', 'people')} approved this head${approvedBy.length === 0 ? '' : ` (${approvedBy.map((login) => `@${login}`).join(', ')})`}, ${people} required`,
    ),
  }),
})
