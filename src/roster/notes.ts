// What works and may still surprise: keys and tools without effect here, agents that no rule names.

import type { AgentSpec } from '../domain/roster/agent.ts'
import type { Pack } from '../domain/roster/pack.ts'
import type { Problem } from '../domain/roster/problem.ts'
import { ALL_TOOLS } from '../domain/roster/tools.ts'
import { readAgentFile } from './agent-file.ts'
import type { NamedText } from './pack.ts'
import { quote } from './show.ts'

/** Keys that were read and do nothing, and tools that Baton does not have. Nothing about a file that cannot be read. */
export function fileNotes(file: NamedText): Problem[] {
  const read = readAgentFile({ path: file.name, text: file.text })
  if ('problems' in read) return []
  const { agent, lineOf } = read
  const at = { file: file.name }
  return [
    ...agent.source.ignoredKeys.map((key) => ({
      ...at,
      line: lineOf([key]),
      key,
      message:
        key === 'model' ? 'a model that is not known here: the default is used' : 'it has no effect here',
      expected: 'the key left out, or kept for another product',
      example: key === 'model' ? 'model: sonnet' : 'description: …',
    })),
    ...agent.unavailableTools.map((tool) => ({
      ...at,
      line: lineOf(['tools']),
      key: 'tools',
      message: `the agent does not get ${quote(tool)}, which Baton does not have`,
      expected: `some of: ${ALL_TOOLS.join(', ')}`,
      example: 'tools: [Read, Glob, Grep]',
    })),
  ]
}

/** Every text in a value, at any depth. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : []
}

/** Agents that no table, no route and no other agent names and that nothing may wake: they never run. */
export function idleNotes(pack: Pack, agents: readonly AgentSpec[] = pack.agents): Problem[] {
  const { agents: team, description: _about, ...tables } = pack
  const named = new Set([...texts(tables), ...team.flatMap((agent) => agent.intersectsWith)])
  return agents
    .filter((agent) => !named.has(agent.name) && !agent.wakeEnabled)
    .map((agent) => ({
      file: agent.source.file,
      line: 1,
      key: '',
      message: `nothing names the agent ${quote(agent.name)}, so it never runs`,
      expected: 'its name in a route, a table or a rule, or `wake_enabled: true`',
      example: `owner: ${agent.name}`,
    }))
}
