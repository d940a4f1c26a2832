// What is stored with a run when it is decided: everything it needs, so that any worker can start or resume it.

import { z } from 'zod'
import { CompiledAuthority } from '../domain/authority/compile.ts'
import { Mandate } from '../domain/authority/mandate.ts'
import { Sha } from '../domain/ids.ts'
import { AgentSpec } from '../domain/roster/agent.ts'
import { Statement } from '../domain/roster/statements.ts'

export const StoredRunRequest = z.strictObject({
  brief: z.strictObject({
    title: z.string(),
    instructions: z.string(),
    untrusted: z.array(z.strictObject({ source: z.string(), text: z.string() })),
    routedBy: z.string(),
    /** The run's place in a plan; left out where there is none. */
    mandate: Mandate.optional(),
    /** Comments of people that the run answers, by name; left out where there are none. */
    asked: z.array(z.string()).optional(),
    /** Ids of the directives that the instructions name. */
    directives: z.array(z.string()).optional(),
  }),
  agent: AgentSpec,
  /** What the pack's project stated, each with its day. */
  statements: z.array(Statement).default([]),
  baseSha: Sha,
  /** The base that is merged into the head before the agent starts, with what conflicts left for it to resolve. */
  onto: Sha.optional(),
  /** The pull request that the run judges; left out: none. */
  pull: z.int().optional(),
  /** Paths, tools, commands, limits: all that the run may do, from policy, agent, purpose and grant. */
  authority: CompiledAuthority,
})
export type StoredRunRequest = z.infer<typeof StoredRunRequest>
