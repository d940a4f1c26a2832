// A trouble as it is kept with its task: times and counts, so that a restart changes nothing.

import { z } from 'zod'
import { TROUBLE_KINDS } from './triggers.ts'

export const StoredTrouble = z.strictObject({
  kind: z.enum(TROUBLE_KINDS),
  /** Milliseconds since 1970, as all times here. */
  since: z.number(),
  level: z.int().min(0),
  lastNudge: z.number().optional(),
  /** When the command came that it was escalated by last. */
  asked: z.number().optional(),
  /** How many escalation comments the issue has; numbers the next one, also of a later trouble. */
  told: z.int().min(0),
  /** What set it off, in words; left out where the task's own explanation says it. */
  why: z.string().optional(),
  /** Over: kept for its number only. */
  over: z.literal(true).optional(),
})
export type StoredTrouble = z.infer<typeof StoredTrouble>

/** Troubles that a trigger has set off, by kind; a task that waits has its own beside them. */
export const StoredTroubles = z.partialRecord(z.enum(TROUBLE_KINDS), StoredTrouble)
export type StoredTroubles = z.infer<typeof StoredTroubles>
