// An agent of ours → a file that Claude Code or GitHub Copilot reads, and what such a file cannot say.

import type { AgentFormat, AgentSpec } from '../domain/roster/agent.ts'
import type { ToolName } from '../domain/roster/tools.ts'
import { InternalError } from '../errors.ts'
import { parseAgentFile } from './agent-file.ts'
import { copilotModel, readModel } from './agent-model.ts'
import { visible } from './show.ts'

export type ExportFormat = 'claude' | 'github'

export interface ExportedAgent {
  /** From the root of the repository that it is for. */
  path: string
  text: string
  /** What the file does not carry, one line of plain text each; empty when nothing is lost. */
  lost: string[]
}

/** https://docs.github.com/en/copilot/reference/custom-agents-configuration */
const GITHUB_MAX_PROMPT = 30_000

const formats: Readonly<Record<ExportFormat, AgentFormat>> = { claude: 'claude-code', github: 'github' }

const escaped = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`

/** A text as every YAML parser reads it: bare when it is plain words, else in double quotes on one line. */
function scalar(text: string): string {
  const plain = /^[A-Za-z][\w ,.()/*-]*$/.test(text) && text === text.trim()
  if (plain && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(text)) return text
  return JSON.stringify(text).replaceAll(/[\u007F-\u009F\u2028\u2029\uFEFF]/g, escaped)
}

const both = (tools: readonly ToolName[], one: ToolName, other: ToolName, name: string): string[] => {
  const has = [one, other].filter((tool) => tools.includes(tool))
  return has.length === 2 ? [name] : has
}

/** GitHub's `edit` and `search` are two of our tools each; one alone keeps the name that both formats know. */
const githubTools = (tools: readonly ToolName[]): string[] => [
  ...(tools.includes('Read') ? ['read'] : []),
  ...both(tools, 'Glob', 'Grep', 'search'),
  ...both(tools, 'Edit', 'Write', 'edit'),
  ...(tools.includes('Bash') ? ['execute'] : []),
]

/** Tools that Baton lacks and the other product may have under that name. */
const foreignTools: Readonly<Record<ExportFormat, RegExp>> = {
  claude: /^(mcp__[\w*-]+|[A-Z]\w*(\(.*\))?)$/s,
  github: /^([\w.@-]+(\/[\w.@*-]+)+|[a-z][\w.-]*)$/,
}

function toolsLine(agent: AgentSpec, to: ExportFormat): string {
  const own = to === 'claude' ? agent.tools : githubTools(agent.tools)
  const names = [...own, ...agent.unavailableTools.filter((name) => foreignTools[to].test(name))]
  if (to === 'claude' && names.length > 0 && names.every((name) => /^[\w*-]+$/.test(name)))
    return names.join(', ')
  return `[${names.map((name) => (/^\w[\w-]*$/.test(name) ? name : JSON.stringify(name))).join(', ')}]`
}

function modelName(agent: AgentSpec, to: ExportFormat): string | undefined {
  if (agent.model === null) return undefined
  if (to === 'github') return copilotModel(agent.model)
  return readModel(agent.model, 'claude-code').model === agent.model ? agent.model : undefined
}

function frontMatter(agent: AgentSpec, to: ExportFormat): string[] {
  const model = modelName(agent, to)
  const { maxTurns } = agent.budget
  return [
    `name: ${scalar(to === 'claude' ? agent.name : agent.title)}`,
    `description: ${scalar(agent.description)}`,
    `tools: ${toolsLine(agent, to)}`,
    ...(model === undefined ? [] : [`model: ${scalar(model)}`]),
    ...(to === 'claude' && maxTurns !== null ? [`maxTurns: ${maxTurns}`] : []),
    ...(to === 'claude' && agent.background ? ['background: true'] : []),
  ]
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What is different when the file is read again: found by reading it, so that the list cannot forget a key. */
function differences(agent: AgentSpec, back: AgentSpec): string[] {
  const missing = agent.unavailableTools.filter((name) => !back.unavailableTools.includes(name))
  const asDefault = (model: string | null): string | null => (model === 'inherit' ? null : model)
  const rows: [what: string, kept: boolean, value: string][] = [
    ['title', agent.title === back.title, agent.title],
    ['tools that Baton does not have', missing.length === 0, missing.join(', ')],
    ['model', asDefault(agent.model) === asDefault(back.model), agent.model ?? ''],
    ['background', agent.background === back.background, String(agent.background)],
    ['wake_enabled', agent.wakeEnabled === back.wakeEnabled, String(agent.wakeEnabled)],
    ['seat', agent.seat === back.seat, String(agent.seat)],
    ['purposes', same(agent.purposes, back.purposes), agent.purposes.join(', ')],
    ['expertise', same(agent.expertise, back.expertise), agent.expertise.join(', ')],
    ['intersects_with', same(agent.intersectsWith, back.intersectsWith), agent.intersectsWith.join(', ')],
    ['max_turns', agent.budget.maxTurns === back.budget.maxTurns, String(agent.budget.maxTurns)],
    ['budget_usd', agent.budget.usd === back.budget.usd, String(agent.budget.usd)],
  ]
  return rows.filter(([, kept]) => !kept).map(([what, , value]) => `${what}: ${visible(value)}`)
}

function githubLimits(agent: AgentSpec): string[] {
  const lost: string[] = []
  if (agent.tools.includes('Edit') !== agent.tools.includes('Write'))
    lost.push('tools: GitHub gives Edit and Write together')
  if (agent.tools.includes('Glob') !== agent.tools.includes('Grep'))
    lost.push('tools: GitHub gives Glob and Grep together')
  if (agent.prompt.length > GITHUB_MAX_PROMPT)
    lost.push(`prompt: ${agent.prompt.length} characters; GitHub reads ${GITHUB_MAX_PROMPT} at most`)
  return lost
}

/**
 * Writes an agent as a Claude Code subagent or a GitHub custom agent. Name, description, prompt and tools come back when the file
 * is read again; so does the model where the format has a name for it. Raises InternalError for an agent that no file could have
 * given.
 */
export function exportAgent(agent: AgentSpec, to: ExportFormat): ExportedAgent {
  const path = to === 'claude' ? `.claude/agents/${agent.name}.md` : `.github/agents/${agent.name}.agent.md`
  const text = `---\n${frontMatter(agent, to).join('\n')}\n---\n\n${agent.prompt}\n`
  const read = parseAgentFile({ path, text })
  if ('problems' in read || read.agent.source.format !== formats[to]) {
    const why = 'problems' in read ? read.problems.map(({ message }) => message).join('; ') : 'another format'
    throw new InternalError(`the agent ${agent.name} cannot be read again from ${path}: ${why}`)
  }
  return {
    path,
    text,
    lost: [...differences(agent, read.agent), ...(to === 'github' ? githubLimits(agent) : [])],
  }
}
