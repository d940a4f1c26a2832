// An agent as the rest of the product sees it: plain data, whichever format its file was written in.

import { z } from 'zod'
import { AgentName } from '../ids.ts'
import { AgentPurpose } from '../outcomes.ts'
import { ToolName } from './tools.ts'

export const AgentFormat = z.enum(['baton', 'claude-code', 'github'])
export type AgentFormat = z.infer<typeof AgentFormat>

export const MAX_DESCRIPTION = 5000

export const AgentSpec = z
  .strictObject({
    name: AgentName,
    /** What people see: the name as written in the file, without what could mention or format. */
    title: z.string().min(1).max(80),
    /** Claude Code's habit of writing dialogues into it makes some thousands of characters. */
    description: z.string().min(1).max(MAX_DESCRIPTION),
    prompt: z.string().min(1).max(100_000),
    tools: z.array(ToolName).readonly(),
    /** Tools that the file asks for and Baton does not have. */
    unavailableTools: z.array(z.string()).readonly(),
    /** An alias such as `sonnet`, or a full model id; null: the configured default. A name that is neither is in `ignoredKeys`. */
    model: z.string().min(1).max(100).nullable(),
    /** Never holds up a wave. */
    background: z.boolean(),
    /** May be started by a mention, a signal or a schedule. */
    wakeEnabled: z.boolean(),
    /** May give a verdict on a pull request. */
    seat: z.boolean(),
    purposes: z.array(AgentPurpose).min(1).readonly(),
    expertise: z.array(z.string().min(1).max(200)).readonly(),
    intersectsWith: z.array(AgentName).readonly(),
    /** The agent's own limits, null where the policy's apply. `usd` is per run. */
    budget: z.strictObject({
      maxTurns: z.int().min(1).nullable(),
      usd: z.number().positive().nullable(),
    }),
    source: z.strictObject({
      file: z.string().min(1),
      format: AgentFormat,
      /** Keys that were read and have no effect here: other formats', and in their files any that nobody knows. */
      ignoredKeys: z.array(z.string()).readonly(),
    }),
  })
  .readonly()
export type AgentSpec = z.infer<typeof AgentSpec>
