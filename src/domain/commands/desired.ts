// What people want of a task, as their commands left it: remembered with the task, because comments can be edited and deleted.

import { z } from 'zod'
import { Sha } from '../ids.ts'
import { SignalName } from '../plan/names.ts'
import { RoadmapLevel } from '../roster/routing-tables.ts'

/** Entries of a list beyond this are forgotten, the oldest first. */
export const MOST_ENTRIES = 200

/** Who wrote a command, when (milliseconds since 1970), and where. */
export const Stamp = z.strictObject({ by: z.string(), at: z.number(), comment: z.int(), line: z.int() })
export type Stamp = z.infer<typeof Stamp>

const reason = z.string().optional()
const list = <T extends z.ZodType>(entry: T) => z.array(entry).max(MOST_ENTRIES).default([])

/** `on`: the issue or pull request. Without a SHA it is about the plan, as it was at that time. */
const Approval = Stamp.extend({ on: z.int(), sha: Sha.optional(), plan: z.string().optional() })
export type Approval = z.infer<typeof Approval>

const Rejection = Approval.extend({ reason: z.string() })
export type Rejection = z.infer<typeof Rejection>

const AskedSignal = Stamp.extend({
  name: SignalName,
  status: z.enum(['completed', 'blocked', 'info']),
  api: z.string().optional(),
  commit: Sha.optional(),
  unblocks: z.array(z.string()),
  note: z.string().optional(),
})

/** One that was lifted is kept, so that lifting it again is no mistake. */
const AskedFreeze = Stamp.extend({
  what: z.string(),
  until: z.number().optional(),
  reason,
  lifted: Stamp.optional(),
})
export type AskedFreeze = z.infer<typeof AskedFreeze>

export const Desired = z.strictObject({
  /** Nothing new is started and nothing merged. */
  held: Stamp.extend({ reason }).optional(),
  /** As held, and what is at work is cancelled. */
  stopped: Stamp.extend({ reason }).optional(),
  /** The last time that somebody asked to go on; a hold that is older does not count. */
  resumed: Stamp.optional(),
  /** What failed before this is to be tried again. */
  retry: Stamp.extend({ wave: z.int().optional() }).optional(),
  /** A plan made before this is to be made anew. */
  replan: Stamp.extend({ reason }).optional(),
  priority: Stamp.extend({ level: RoadmapLevel }).optional(),
  escalated: Stamp.extend({ level: z.int().min(1).max(4).optional(), reason }).optional(),
  approved: list(Approval),
  rejected: list(Rejection),
  signals: list(AskedSignal),
  freezes: list(AskedFreeze),
  /** Merged changes to be taken back; the first word on each counts. */
  rollbacks: list(Stamp.extend({ merge: Sha, reason })),
})
export type Desired = z.infer<typeof Desired>

export const nothingDesired = (): Desired => ({
  approved: [],
  rejected: [],
  signals: [],
  freezes: [],
  rollbacks: [],
})

/** Whether a command comes after another: by time, which GitHub gives in seconds, then by comment and line. */
export const isLater = (a: Stamp, b: Stamp): boolean =>
  a.at !== b.at ? a.at > b.at : a.comment !== b.comment ? a.comment > b.comment : a.line > b.line

/** The freezes that hold at a time. */
export const frozenAt = ({ freezes }: Desired, now: number): AskedFreeze[] =>
  freezes.filter(({ until, lifted }) => lifted === undefined && (until === undefined || until > now))
