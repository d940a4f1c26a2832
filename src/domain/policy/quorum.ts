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

/** What has to be said before seats and people have agreed. */
export const agreement = {
  quorum: field(
    Quorum,
    'how many seats must approve: all, majority, a number, or weights with a threshold',
    'all',
  ).default('all'),
  veto: field(z.array(AgentName).max(20), 'seats whose request for changes blocks whatever the quorum', [
    'critic',
  ]).default([]),
  people: field(z.int().min(0).max(10), 'how many people must approve as well, 0 to 10', 1).default(0),
  people_from: field(
    z.array(Named).min(1).max(50),
    'whose approval counts: logins, and teams that the policy names under teams; left out: all who may write',
    ['alice', '@acme/core'],
  ).optional(),
  codeowners: field(
    z.boolean(),
    'true: of every changed path somebody must approve who owns it by the CODEOWNERS file of the base branch',
    true,
  ).optional(),
}
