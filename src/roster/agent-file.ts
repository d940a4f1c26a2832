// An agent's Markdown file, in any of the three formats → an AgentSpec, or everything that is wrong with it at once.

import { AgentName } from '../domain/ids.ts'
import { AgentSpec } from '../domain/roster/agent.ts'
import type { AgentFormat } from '../domain/roster/agent.ts'
import { compareProblems } from '../domain/roster/problem.ts'
import type { Finding, Problem } from '../domain/roster/problem.ts'
import { AgentKeys, IGNORED_KEYS } from './agent-keys.ts'
import { agentPurposes, agentTools, purposeFindings } from './agent-tools.ts'
import { AGENT_EXAMPLE, readFrontMatter } from './front-matter.ts'
import { quote } from './show.ts'
import type { YamlSource } from './yaml-source.ts'
import { inputSchema, problemsFromFindings, problemsFromZod } from './zod-problems.ts'

const MAX_PROMPT = 100_000

export interface AgentFileInput {
  /** As it is shown in problems; also tells the format and, where no name is given, the name. */
  path: string
  text: string
}

const schema = {
  ...inputSchema(AgentKeys),
  examples: [{ name: 'implementer', description: 'Builds the patch.' }],
}

const baseName = (path: string): string =>
  (path.split('/').at(-1) ?? path).replace(/\.md$/i, '').replace(/\.agent$/i, '')

/** `Rust Engineer` → `rust-engineer`; undefined when nothing usable is left. */
function agentName(written: string): AgentName | undefined {
  const slug = written
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_.]+/g, '-')
  const parsed = AgentName.safeParse(slug)
  return parsed.success ? parsed.data : undefined
}

function formatOf(path: string, data: object): AgentFormat {
  if (/(^|\/)\.claude\/agents\//.test(path)) return 'claude-code'
  if (/(^|\/)\.github\/agents\//.test(path) || path.endsWith('.agent.md')) return 'github'
  const keys = Object.keys(data)
  if (
    keys.some((key) => ['target', 'mcp-servers', 'user-invocable', 'disable-model-invocation'].includes(key))
  ) {
    return 'github'
  }
  const claude = new Set([
    'permissionMode',
    'maxTurns',
    'mcpServers',
    'skills',
    'hooks',
    'disallowedTools',
    'color',
  ])
  return keys.some((key) => claude.has(key)) ? 'claude-code' : 'baton'
}

function contentFindings(path: string, keys: AgentKeys, body: string): Finding[] {
  const findings: Finding[] = []
  if (agentName(keys.name ?? baseName(path)) === undefined) {
    const from = keys.name === undefined ? 'the file name' : 'the name'
    findings.push({
      path: keys.name === undefined ? [] : ['name'],
      message: `no agent name can be made from ${from} ${quote(keys.name ?? baseName(path))}`,
      expected: 'letters, digits and dashes, at most 40',
      example: 'name: rust-engineer',
    })
  }
  const prompt = body.trim()
  if (prompt === '' || prompt.length > MAX_PROMPT) {
    findings.push({
      path: [],
      message:
        prompt === ''
          ? 'there is no prompt below the front matter'
          : `the prompt has ${prompt.length} characters`,
      expected: `the agent's instructions, 1 to ${MAX_PROMPT} characters`,
      example: AGENT_EXAMPLE,
    })
  }
  return findings
}

/** Like `parseAgentFile`, and keeps where each key stood for checks that need several files. */
export function readAgentFile(
  input: AgentFileInput,
): { agent: AgentSpec; lineOf: YamlSource['lineOf'] } | { problems: Problem[] } {
  const read = readFrontMatter(input)
  if ('problems' in read) return read
  const source: YamlSource = { ...read.source, data: read.source.data ?? {} }
  const context = { file: input.path, source, schema }
  const parsed = AgentKeys.safeParse(source.data)
  if (!parsed.success) {
    const problems = problemsFromZod(context, parsed.error)
    if (read.body.trim() === '')
      problems.push(...problemsFromFindings(context, contentFindings(input.path, { description: '' }, '')))
    return { problems: problems.sort(compareProblems) }
  }
  const keys = parsed.data
  const { tools, unavailable, findings } = agentTools(keys)
  findings.push(...purposeFindings(keys, tools), ...contentFindings(input.path, keys, read.body))
  const name = agentName(keys.name ?? baseName(input.path))
  if (findings.length > 0 || name === undefined) {
    return { problems: problemsFromFindings(context, findings).sort(compareProblems) }
  }
  const purposes = agentPurposes(keys, tools)
  const agent = AgentSpec.parse({
    name,
    title: keys.name ?? baseName(input.path),
    description: keys.description,
    prompt: read.body.trim(),
    tools,
    unavailableTools: unavailable,
    model: [keys.model].flat()[0] ?? null,
    background: keys.background ?? false,
    wakeEnabled: keys.wake_enabled ?? false,
    seat: keys.seat ?? purposes.includes('review'),
    purposes,
    expertise: keys.expertise ?? [],
    intersectsWith: keys.intersects_with ?? [],
    budget: { maxTurns: keys.max_turns ?? keys.maxTurns ?? null, usd: keys.budget_usd ?? null },
    source: {
      file: input.path,
      format: formatOf(input.path, keys),
      ignoredKeys: IGNORED_KEYS.filter((key) => keys[key] !== undefined),
    },
  } satisfies Record<keyof AgentSpec, unknown>)
  return { agent, lineOf: source.lineOf }
}

/** Parses one agent file. Never throws on any text. */
export function parseAgentFile(input: AgentFileInput): { agent: AgentSpec } | { problems: Problem[] } {
  const read = readAgentFile(input)
  return 'problems' in read ? read : { agent: read.agent }
}
