// How many must approve, and whose approval counts: what consensus rules and decision tiers have in common.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import { field } from './field.ts'

const LOGIN = '[\\w-]{1,39}'
/** A person's login, or `@org/team`. */
export const Named = z
  .string()
  .regex(new RegExp(`^(?:${LOGIN}|@${LOGIN}/[\\w.-]{1,100})$`), 'expected a login or @org/team')

/** Who belongs to teams: GitHub tells it only to Apps of the organisation, and not as it stood on the base branch. */
export const TeamsFile = z.record(
  z.string().regex(new RegExp(`^@?${LOGIN}/[\\w.-]{1,100}$`), 'expected org/team'),
  z
    .array(z.string().regex(new RegExp(`^${LOGIN}$`), 'expected a login'))
    .min(1)
    .max(100),
)

/** Approvals weigh differently; seats without a weight of their own weigh 1. */
const Weighted = z.strictObject({
  weights: field(
    z.record(AgentName, z.int().min(1).max(100)),
    'what the approval of a seat weighs, 1 to 100',
    {
      critic: 2,
    },
  ),
  threshold: field(z.int().min(1).max(2000), 'what the approvals must weigh together', 3),
})
export const Quorum = z.union([z.int().min(1).max(20), z.enum(['all', 'majority']), Weighted])
export type Quorum = z.infer<typeof Quorum>
