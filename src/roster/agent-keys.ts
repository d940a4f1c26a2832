// The front-matter keys of an agent file: the seeds', Claude Code's, GitHub's and our own.

import { z } from 'zod'
import { AgentName } from '../domain/ids.ts'
import { AgentPurpose } from '../domain/outcomes.ts'
import { field } from '../domain/policy/field.ts'
import { MAX_DESCRIPTION } from '../domain/roster/agent.ts'

/** Agents that list every tool of a browser's MCP server need some thousand characters. */
const toolList = z.union([z.string().max(4000), z.array(z.string().min(1).max(200)).max(200)])
const turns = z.int().min(1).max(500)
const modelName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[\w.:@/()[\] -]+$/, 'expected a model alias or id')

/** Keys with a meaning elsewhere and none here. Their values are not looked at. */
export const IGNORED_KEYS = [
  'target',
  'disable-model-invocation',
  'user-invocable',
  'mcp-servers',
  'metadata',
  'permissionMode',
  'skills',
  'mcpServers',
  'hooks',
  'memory',
  'effort',
  'isolation',
  'color',
  'infer',
  'handoffs',
  'argument-hint',
  'agents',
  'user-invokable',
  'initialPrompt',
] as const

const ignored = field(z.unknown(), 'anything: read for compatibility, without effect here', null).optional()

export const AgentKeys = z.strictObject({
  name: field(
    z
      .string()
      .trim()
      .max(60)
      .regex(/^[A-Za-z0-9][A-Za-z0-9 _.-]*$/, 'expected letters, digits, spaces and dashes'),
    'a name of letters, digits and dashes; left out: the name of the file',
    'rust-engineer',
  ).optional(),
  type: field(z.string().trim().min(1).max(60), 'the kind of agent, in one word', 'orchestrator').optional(),
  description: field(
    z.string().trim().min(1).max(MAX_DESCRIPTION),
    `what the agent is for and when to choose it, 1 to ${MAX_DESCRIPTION} characters`,
    'Builds what the plan asks for, with tests.',
  ),
  tools: field(toolList, 'a list of tools, or their names with commas: Read, Glob, Grep, Edit, Write, Bash', [
    'Read',
    'Grep',
  ]).optional(),
  disallowedTools: field(toolList, 'tools that are taken away again', ['Bash']).optional(),
  model: field(
    z.union([modelName, z.array(modelName).min(1).max(10)]),
    'a model alias (sonnet, opus, haiku) or a full model id',
    'sonnet',
  ).optional(),
  background: field(z.boolean(), 'true: never holds up a wave', false).optional(),
  wake_enabled: field(
    z.boolean(),
    'true: may be started by a mention, a signal or a schedule',
    true,
  ).optional(),
  seat: field(z.boolean(), 'true: may give a verdict on a pull request', true).optional(),
  purposes: field(
    z.array(AgentPurpose).min(1).max(7),
    'what the agent may be run for: triage, plan, direct, research, implement, review, synthesise',
    ['research', 'review'],
  ).optional(),
  max_turns: field(turns, 'the most turns of one run, 1 to 500', 40).optional(),
  maxTurns: field(turns, 'the most turns of one run, 1 to 500', 40).optional(),
  budget_usd: field(
    z.number().min(0.01).max(10_000),
    'the most that one run may cost, in US dollars',
    3,
  ).optional(),
  intersects_with: field(z.array(AgentName).max(50), "names of agents whose work touches this one's", [
    'benchmarker',
  ]).optional(),
  expertise: field(
    z.array(z.string().trim().min(1).max(200)).max(50),
    'fields the agent knows, a few words each',
    ['sparse attention'],
  ).optional(),
  target: ignored,
  'disable-model-invocation': ignored,
  'user-invocable': ignored,
  'mcp-servers': ignored,
  metadata: ignored,
  permissionMode: ignored,
  skills: ignored,
  mcpServers: ignored,
  hooks: ignored,
  memory: ignored,
  effort: ignored,
  isolation: ignored,
  color: ignored,
  infer: ignored,
  handoffs: ignored,
  'argument-hint': ignored,
  agents: ignored,
  'user-invokable': ignored,
  initialPrompt: ignored,
} satisfies Record<string, z.ZodType> & Record<(typeof IGNORED_KEYS)[number], z.ZodType>)
export type AgentKeys = z.infer<typeof AgentKeys>

const freeText = z.string().trim().min(1).max(200)

/** The same keys in a file of another format: a name is for people, and a model may be any vendor's. */
export const ForeignAgentKeys = AgentKeys.extend({
  name: field(
    freeText,
    'a name, 1 to 200 characters; left out: the name of the file',
    'rust-engineer',
  ).optional(),
  model: field(
    z.union([freeText, z.array(freeText).min(1).max(20)]),
    'the name of a model, or a list of such names',
    'sonnet',
  ).optional(),
})
