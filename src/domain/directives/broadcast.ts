// A directive for a whole repository: filed as an issue of its own, for the agents of every task that was open when it was given.

import { z } from 'zod'
import { AgentName, TaskKey } from '../ids.ts'
import { Directive } from './directive.ts'

export const Broadcast = z.strictObject({
  /** The issue that it was filed as: its name everywhere. */
  issue: z.int(),
  by: z.string(),
  /** When it was given, in milliseconds since 1970. */
  at: z.number(),
  /** Whom it names; empty: everybody who has work before them. */
  to: z.array(AgentName),
  said: Directive,
  /** The tasks that were open then: who is at work on one later was not told and is not waited for. */
  tasks: z.array(TaskKey),
})
export type Broadcast = z.infer<typeof Broadcast>
