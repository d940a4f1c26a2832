// What is stored with a run when it is decided: everything it needs, so that any worker can start or resume it.

import { z } from 'zod'
import { Sha } from '../domain/ids.ts'
import { AgentSpec } from '../domain/roster/agent.ts'

export const StoredRunRequest = z.strictObject({
  brief: z.strictObject({
    title: z.string(),
    instructions: z.string(),
    untrusted: z.array(z.strictObject({ source: z.string(), text: z.string() })),
    routedBy: z.string(),
  }),
  agent: AgentSpec,
  baseSha: Sha,
  limits: z.strictObject({
    usd: z.number().positive(),
    turns: z.int().min(1),
    minutes: z.number().positive(),
  }),
  commitGate: z.strictObject({ max_files: z.int(), max_bytes: z.int(), protected: z.array(z.string()) }),
})
export type StoredRunRequest = z.infer<typeof StoredRunRequest>
