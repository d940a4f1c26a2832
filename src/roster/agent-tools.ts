// The tools and purposes of an agent, from what its file says and what it leaves out.

import type { AgentPurpose } from '../domain/outcomes.ts'
import type { AgentFormat } from '../domain/roster/agent.ts'
import type { Finding } from '../domain/roster/problem.ts'
import { ALL_TOOLS, lookUpDenied, lookUpTool } from '../domain/roster/tools.ts'
import type { ToolName } from '../domain/roster/tools.ts'
import type { AgentKeys } from './agent-keys.ts'
import { didYouMean } from '../domain/did-you-mean.ts'
import { quote } from './show.ts'

interface Granted {
  tools: ToolName[]
  unavailable: string[]
  findings: Finding[]
}

const bare = (name: string): string =>
  name
    .trim()
    .replace(/^(["'])(.*)\1$/s, '$2')
    .trim()

/** `Read, Grep` and `["Read", "Grep"]`. Commas within parentheses belong to the tool: `Bash(git add, git commit)`. */
const listed = (text: string): string[] =>
  (/^\[(.*)\]$/s.exec(text.trim())?.[1] ?? text)
    .split(/,(?![^()]*\))/)
    .map(bare)
    .filter(Boolean)

function lookUp(
  key: 'tools' | 'disallowedTools',
  value: string | readonly string[],
  format: AgentFormat,
): Granted {
  const granted: Granted = { tools: [], unavailable: [], findings: [] }
  const asked =
    typeof value === 'string'
      ? listed(value).map((name) => ({ name, path: [key] }))
      : value.flatMap((item, i) => listed(item).map((name) => ({ name, path: [key, i] })))
  for (const { name, path } of asked) {
    const found = key === 'tools' ? lookUpTool(name) : lookUpDenied(name)
    if (found.kind === 'known') granted.tools.push(...found.tools)
    // Both other formats ignore tools they do not know, so that a file can name those of several products.
    else if (found.kind === 'unavailable' || format !== 'baton') granted.unavailable.push(name)
    else {
      const meant = didYouMean(name, ALL_TOOLS)
      granted.findings.push({
        path,
        message: `there is no tool ${quote(name)}${meant === undefined ? '' : `; did you mean ${quote(meant)}?`}`,
        expected: `some of: ${ALL_TOOLS.join(', ')}`,
        example: `${key}: [${meant ?? 'Read'}]`,
      })
    }
  }
  return granted
}

/** All tools where the file names none, as in both other formats; never any that `disallowedTools` takes away. */
export function agentTools(keys: Pick<AgentKeys, 'tools' | 'disallowedTools'>, format: AgentFormat): Granted {
  const asked =
    keys.tools === undefined
      ? { tools: [...ALL_TOOLS], unavailable: [], findings: [] }
      : lookUp('tools', keys.tools, format)
  const denied = lookUp('disallowedTools', keys.disallowedTools ?? [], format)
  return {
    tools: ALL_TOOLS.filter((tool) => asked.tools.includes(tool) && !denied.tools.includes(tool)),
    unavailable: [...new Set(asked.unavailable)],
    findings: [...asked.findings, ...denied.findings],
  }
}

const canWrite = (tools: readonly ToolName[]): boolean => tools.includes('Edit') || tools.includes('Write')

/** What the file says; else triage and synthesis for an orchestrator, and for others what their tools allow. */
export function agentPurposes(
  keys: Pick<AgentKeys, 'purposes' | 'type'>,
  tools: readonly ToolName[],
): AgentPurpose[] {
  if (keys.purposes) return [...new Set(keys.purposes)]
  if (keys.type === 'orchestrator') return ['triage', 'plan', 'direct', 'synthesise']
  return canWrite(tools) ? ['research', 'implement', 'review'] : ['research', 'review']
}

/** Purposes that the tools, or the `seat` key, make impossible. */
export function purposeFindings(keys: AgentKeys, tools: readonly ToolName[]): Finding[] {
  const findings: Finding[] = []
  if (keys.purposes?.includes('implement') === true && !canWrite(tools)) {
    findings.push({
      path: ['purposes', keys.purposes.indexOf('implement')],
      message: 'the agent is to implement and has neither Edit nor Write',
      expected: 'Edit and Write among the tools, or other purposes',
      example: 'tools: [Read, Glob, Grep, Edit, Write, Bash]',
    })
  }
  if (keys.seat === true && keys.purposes && !keys.purposes.includes('review')) {
    findings.push({
      path: ['seat'],
      message: 'a seat gives verdicts, and review is not among the purposes',
      expected: 'review among the purposes, or `seat: false`',
      example: 'purposes: [research, review]',
    })
  }
  if (keys.max_turns !== undefined && keys.maxTurns !== undefined && keys.max_turns !== keys.maxTurns) {
    findings.push({
      path: ['maxTurns'],
      message: `it says ${keys.maxTurns} and max_turns says ${keys.max_turns}`,
      expected: 'one of the two keys',
      example: `max_turns: ${keys.max_turns}`,
    })
  }
  return findings
}
