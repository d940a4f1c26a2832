// What people want of a task, as their commands left it: remembered with the task, because comments can be edited and deleted.

import { z } from 'zod'
import { ExperimentName } from '../reports/experiment.ts'
import { Broadcast } from '../directives/broadcast.ts'
import { Directive, Held } from '../directives/directive.ts'
import { AgentName, Sha } from '../ids.ts'
import { SignalName } from '../plan/names.ts'
import { WorkflowKind } from '../results.ts'
import { RoadmapLevel } from '../roster/routing-tables.ts'

/** Entries of a list beyond this are forgotten, the oldest first. */
export const MOST_ENTRIES = 200

/** Each plan that is made anew takes a range of wave numbers (plan/anew.ts). */
export const MOST_REPLANS = 9

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

/** `wave`: its index in the route; `number`: as people know it. One that was taken back is kept, as with freezes. */
const Assignment = Stamp.extend({
  agent: AgentName,
  wave: z.int(),
  number: z.int(),
  undone: Stamp.optional(),
})
export type Assignment = z.infer<typeof Assignment>

/** An agent that somebody wants a report of. Comment and line of the stamp tell one from another. */
const AskedWake = Stamp.extend({ on: z.int(), agent: AgentName, task: z.string() })
export type AskedWake = z.infer<typeof AskedWake>

/** Work given to another agent: by the wave's index in the route, and how often that agent had tried it before. */
const GivenWork = Stamp.extend({
  wave: z.int().min(1),
  agent: AgentName,
  note: z.string().optional(),
  attempts: z.int().min(0),
})
export type GivenWork = z.infer<typeof GivenWork>

/** The branch of a pull request is to hold the newest base; by the head that it had when somebody asked. */
const AskedUpdate = Stamp.extend({ on: z.int(), sha: Sha })

/** `beyond`: the newest attempt there was; only later ones count. A button is in no comment (0) and has its number as its line. */
const AskedRerun = Stamp.extend({ on: z.int(), sha: Sha, kind: WorkflowKind, beyond: z.int() })

const AskedExperiment = Stamp.extend({ name: ExperimentName, note: z.string().optional() })

/** Exactly this head of a pull request is to be merged; void as soon as there is another. */
const AskedMerge = Stamp.extend({ on: z.int(), sha: Sha })
export type AskedMerge = z.infer<typeof AskedMerge>

/** Exactly this head is let pass a gate that said no. */
const AskedOverride = Stamp.extend({ on: z.int(), sha: Sha, gate: z.string(), reason: z.string() })
export type AskedOverride = z.infer<typeof AskedOverride>
/** Comment and line of the stamp tell one from another. */
const AskedDirective = Stamp.extend({
  /** Whoever has to act: those named, else everybody who had a wave before them when it was given. */
  to: z.array(AgentName),
  said: Directive,
  /** When the conditions of a checkpoint held, and where. */
  held: Held.optional(),
  /** A ruling went against it. */
  overruled: z.literal(true).optional(),
  /** Nobody need act any more: the issue that gave it was closed, or the task has ended. */
  lapsed: z.enum(['withdrawn', 'ended']).optional(),
  /** When everybody had acted, or need not any more, in milliseconds since 1970. */
  closed: z.number().optional(),
})
export type AskedDirective = z.infer<typeof AskedDirective>

/** A decision that somebody wants on record. */
const AskedAdr = Stamp.extend({ on: z.int(), title: z.string() })
export type AskedAdr = z.infer<typeof AskedAdr>

export const Desired = z.strictObject({
  /** Nothing new is started and nothing merged. */
  held: Stamp.extend({ reason }).optional(),
  /** As held, and what is at work is cancelled. */
  stopped: Stamp.extend({ reason }).optional(),
  /** The last time that somebody asked to go on; a hold that is older does not count. */
  resumed: Stamp.optional(),
  /** What failed before this is to be tried again. */
  retry: Stamp.extend({ wave: z.int().optional() }).optional(),
  /** A plan is wanted, whatever the route says. */
  planned: Stamp.extend({ wish: z.string().optional() }).optional(),
  /** A plan made before this is to be made anew; the nth time that this is asked for, from 1. */
  replan: Stamp.extend({ reason, nth: z.int().min(1).max(MOST_REPLANS) }).optional(),
  priority: Stamp.extend({ level: RoadmapLevel }).optional(),
  escalated: Stamp.extend({ level: z.int().min(1).max(4).optional(), reason }).optional(),
  /** What the task may cost, in US dollars. */
  budget: Stamp.extend({ usd: z.number() }).optional(),
  assigned: list(Assignment),
  approved: list(Approval),
  rejected: list(Rejection),
  signals: list(AskedSignal),
  freezes: list(AskedFreeze),
  wakes: list(AskedWake),
  handoffs: list(GivenWork),
  updates: list(AskedUpdate),
  /** Merged changes to be taken back; the first word on each counts. */
  rollbacks: list(Stamp.extend({ merge: Sha, reason })),
  /** Heads to be validated or measured once more. */
  reruns: list(AskedRerun),
  /** Experiments to be run beside those of the plan. */
  experiments: list(AskedExperiment),
  merges: list(AskedMerge),
  overrides: list(AskedOverride),
  directives: list(AskedDirective),
  adrs: list(AskedAdr),
  /** The directive for the whole repository that the issue itself is. */
  broadcast: Broadcast.extend({
    /** When everybody had acted, or the issue was closed, in milliseconds since 1970. */
    closed: z.number().optional(),
  }).optional(),
})
export type Desired = z.infer<typeof Desired>

export const nothingDesired = (): Desired => ({
  assigned: [],
  approved: [],
  rejected: [],
  signals: [],
  freezes: [],
  wakes: [],
  handoffs: [],
  updates: [],
  rollbacks: [],
  reruns: [],
  experiments: [],
  merges: [],
  overrides: [],
  directives: [],
  adrs: [],
})

/** Whether a command comes after another: by time, which GitHub gives in seconds, then by comment and line. */
export const isLater = (a: Stamp, b: Stamp): boolean =>
  a.at !== b.at ? a.at > b.at : a.comment !== b.comment ? a.comment > b.comment : a.line > b.line

export const sameStamp = (a: Stamp, b: Stamp): boolean => a.comment === b.comment && a.line === b.line

/** Adds an entry in place of those that it replaces; one that is newer stays, and the entry is dropped. */
export function put<T extends Stamp>(entries: readonly T[], fresh: T, replaces: (entry: T) => boolean): T[] {
  const same = entries.filter(replaces)
  if (same.some((entry) => !sameStamp(entry, fresh) && isLater(entry, fresh))) return [...entries]
  return [...entries.filter((entry) => !same.includes(entry)), fresh].slice(-MOST_ENTRIES)
}

/** The freezes that hold at a time. */
export const frozenAt = ({ freezes }: Desired, now: number): AskedFreeze[] =>
  freezes.filter(({ until, lifted }) => lifted === undefined && (until === undefined || until > now))
