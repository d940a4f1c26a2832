// A trouble as it is kept with its task: times and counts, so that a restart changes nothing.

import { z } from 'zod'

export const StoredTrouble = z.strictObject({
  kind: z.enum(['blocked', 'stuck', 'over-capacity', 'failing', 'late']),
  /** Milliseconds since 1970, as all times here. */
  since: z.number(),
  level: z.int().min(0),
  lastNudge: z.number().optional(),
  /** When the command came that it was escalated by last. */
  asked: z.number().optional(),
  /** How many escalation comments the issue has; numbers the next one, also of a later trouble. */
  told: z.int().min(0),
  /** Over: kept for its number only. */
  over: z.literal(true).optional(),
})
export type StoredTrouble = z.infer<typeof StoredTrouble>
