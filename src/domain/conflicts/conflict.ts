// What a conflict between agents is: both sides as they stood, and the ruling that settles it.

import { z } from 'zod'
import { AgentName, TaskKey } from '../ids.ts'

/** One piece of work, with what it takes for granted. */
export const Side = z.strictObject({
  task: TaskKey,
  wave: z.int(),
  agent: AgentName,
  /** The commit that it came to; left out: none. */
  head: z.string().optional(),
  /** What it says about the matter. */
  value: z.string(),
  /** What was measured of its head, as a Markdown table; empty: nothing is on record. */
  measured: z.string(),
})
export type Side = z.infer<typeof Side>

export const CONFLICT_KINDS = ['path', 'symbol', 'assumption', 'directive'] as const

/** `first` and `second` are in an order that both tasks see alike. */
export const Conflict = z.strictObject({
  id: z.string(),
  kind: z.enum(CONFLICT_KINDS),
  about: z.string(),
  first: Side,
  second: Side,
  /** What was measured of both, side by side, as a Markdown table; left out: no figure of the one has a counterpart. */
  compared: z.string().optional(),
  /** The side that every such figure that can be told apart speaks for. */
  favours: z.enum(['first', 'second']).optional(),
})
export type Conflict = z.infer<typeof Conflict>

export const PREVAILS = ['first', 'second', 'both'] as const

export const Ruling = z.strictObject({
  conflict: Conflict,
  prevails: z.enum(PREVAILS),
  decision: z.string(),
  rationale: z.string(),
  alternatives: z.array(z.strictObject({ option: z.string(), why: z.string() })),
  dissent: z.array(z.string()),
  /** Left out: kept before consequences were. */
  consequences: z.array(z.string()).optional(),
  by: AgentName,
})
export type Ruling = z.infer<typeof Ruling>
