// From what was granted to what is enforced: plain data, frozen into the run's request, the same until the run has ended.

import { z } from 'zod'
import type { Purpose } from '../outcomes.ts'
import type { EffectivePolicy } from '../policy/effective.ts'
import { PROTECTED_PATHS } from '../policy/protected.ts'
import type { AgentSpec } from '../roster/agent.ts'
import { ToolName, toolsForPurpose } from '../roster/tools.ts'
import type { Authority } from './authority.ts'

export const CompiledAuthority = z.strictObject({
  /** The only paths that may change; empty for a run that changes nothing. */
  allowPaths: z.array(z.string()),
  /** Paths that may not change all the same, the built-in ones among them. */
  denyPaths: z.array(z.string()),
  tools: z.array(ToolName),
  /** Null: whatever is not denied. */
  allowedCommands: z.array(z.string()).nullable(),
  deniedCommands: z.array(z.string()),
  /** No run has a token. Written out so that a later change has to change this. */
  tokenPermissions: z.literal('none'),
  /** The one branch that the run's commit can get to; null for a run that makes none. */
  branch: z.string().nullable(),
  /** To whom waves may be handed; null: nothing was said. */
  spawn: z.array(z.string()).nullable(),
  signals: z.array(z.string()).nullable(),
  limits: z.strictObject({
    files: z.int().min(1),
    bytes: z.int().min(1),
    usd: z.number().positive(),
    turns: z.int().min(1),
    minutes: z.number().positive(),
  }),
})
export type CompiledAuthority = z.infer<typeof CompiledAuthority>

export interface CompileContext {
  agent: Pick<AgentSpec, 'tools' | 'budget'>
  purpose: Purpose
  /** The wave's branch. */
  branch: string
  policy: Pick<EffectivePolicy, 'limits' | 'commit_gate'>
}

const within = (most: number, own: number | undefined): number =>
  own === undefined ? most : Math.min(most, own)

/**
 * What a run of this agent may do under an authority: never more than its file, the policy and its purpose allow. Only an
 * implementing run changes anything. What is always denied is denied here too, whatever the authority says.
 */
export function compile(authority: Authority, context: CompileContext): CompiledAuthority {
  const { agent, purpose, policy } = context
  const changes = purpose === 'implement'
  const { paths, tools, commands, spawn, signals, max } = authority
  return {
    allowPaths: changes ? [...(paths?.allow ?? ['**'])] : [],
    denyPaths: [...new Set([...PROTECTED_PATHS, ...policy.commit_gate.protected, ...(paths?.deny ?? [])])],
    tools: toolsForPurpose(agent.tools, purpose).filter(
      (tool) => tools === undefined || tools.includes(tool),
    ),
    allowedCommands: commands?.allow === undefined ? null : [...commands.allow],
    deniedCommands: [...(commands?.deny ?? [])],
    tokenPermissions: 'none',
    branch: changes ? context.branch : null,
    spawn: spawn === undefined ? null : [...spawn],
    signals: signals === undefined ? null : [...signals],
    limits: {
      files: within(policy.commit_gate.max_files, max?.files),
      bytes: within(policy.commit_gate.max_bytes, max?.bytes),
      usd: within(agent.budget.usd ?? policy.limits.run_usd, max?.usd),
      turns: within(agent.budget.maxTurns ?? policy.limits.run_turns, max?.turns),
      minutes: policy.limits.run_minutes,
    },
  }
}
