// What is remembered about a repository's board from one pass to the next.

import { z } from 'zod'
import { SlotMemory } from '../rhythm/slots.ts'

export const BoardMemory = z.strictObject({
  /** The number of its issue; left out: it has none yet. */
  issue: z.int().optional(),
  /** What the policy asked for when the issue was last written, as a digest. */
  asked: z.string().optional(),
  /** What the issue was last made to say, without its time, as a digest. */
  written: z.string().optional(),
  /** When that changed last, in milliseconds since 1970. */
  changedAt: z.number().optional(),
  /** `done`: it was pinned once, so whoever takes the pin away means it. `refused`: GitHub said no, in its own words. */
  pin: z.union([z.literal('done'), z.strictObject({ refused: z.string() })]).optional(),
  /** The policy asks for no board any more, and the issue says so. */
  retired: z.literal(true).optional(),
  /** Topics of what was said of milestones, or was so before there was a board; left out: nobody has looked yet. */
  announced: z.array(z.string()).optional(),
  slots: SlotMemory.default({}),
})
export type BoardMemory = z.infer<typeof BoardMemory>

export const nothingRemembered = (): BoardMemory => ({ slots: {} })
