// An agent's Markdown file, in any of the three formats → an AgentSpec, or everything that is wrong with it at once.

import { AgentSpec } from '../domain/roster/agent.ts'
import type { AgentFormat } from '../domain/roster/agent.ts'
import { compareProblems } from '../domain/roster/problem.ts'
import type { Finding, Problem } from '../domain/roster/problem.ts'
import { formatOf } from './agent-format.ts'
import { AgentKeys, ForeignAgentKeys, IGNORED_KEYS } from './agent-keys.ts'
import { readModel } from './agent-model.ts'
import { baseName, identityOf } from './agent-name.ts'
import { agentPurposes, agentTools, purposeFindings } from './agent-tools.ts'
import { withoutStrangers } from './foreign-keys.ts'
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

const examples = [{ name: 'implementer', description: 'Builds the patch.' }]
const schemas = {
  own: { keys: AgentKeys, json: { ...inputSchema(AgentKeys), examples } },
  foreign: { keys: ForeignAgentKeys, json: { ...inputSchema(ForeignAgentKeys), examples } },
}

function nameFindings(format: AgentFormat, path: string, written: string | undefined): Finding[] {
  if (identityOf(format, path, written) !== undefined) return []
  const file = quote(baseName(path))
  const from =
    written === undefined
      ? `the file name ${file}`
      : `the name ${quote(written)}${format === 'baton' ? '' : ` or the file name ${file}`}`
  return [
    {
      path: written === undefined ? [] : ['name'],
      message: `no agent name can be made from ${from}`,
      expected: 'letters a to z, digits and dashes, at most 40',
      example: 'name: rust-engineer',
    },
  ]
}

function promptFindings(body: string): Finding[] {
  const prompt = body.trim()
  if (prompt !== '' && prompt.length <= MAX_PROMPT) return []
  const empty = prompt === ''
  return [
    {
      path: [],
      message: empty
        ? 'there is no prompt below the front matter'
        : `the prompt has ${prompt.length} characters`,
      expected: `the agent's instructions, 1 to ${MAX_PROMPT} characters${empty ? '' : '; details belong into files that the agent reads'}`,
      example: AGENT_EXAMPLE,
    },
  ]
}

/** Like `parseAgentFile`, and keeps where each key stood for checks that need several files. */
export function readAgentFile(
  input: AgentFileInput,
): { agent: AgentSpec; lineOf: YamlSource['lineOf'] } | { problems: Problem[] } {
  const read = readFrontMatter(input)
  if ('problems' in read) return read
  const written: YamlSource = { ...read.source, data: read.source.data ?? {} }
  const { format, certain } = formatOf(input.path, Object.keys(Object(written.data)))
  const { source, ignored, findings } =
    format === 'baton' ? { source: written, ignored: [], findings: [] } : withoutStrangers(written, certain)
  const schema = format === 'baton' ? schemas.own : schemas.foreign
  const context = { file: input.path, source, schema: schema.json }
  findings.push(...promptFindings(read.body))
  const parsed = schema.keys.safeParse(source.data)
  if (!parsed.success) {
    const problems = [...problemsFromZod(context, parsed.error), ...problemsFromFindings(context, findings)]
    return { problems: problems.sort(compareProblems) }
  }
  const keys = parsed.data
  const { tools, unavailable, findings: toolFindings } = agentTools(keys, format)
  findings.push(
    ...toolFindings,
    ...purposeFindings(keys, tools),
    ...nameFindings(format, input.path, keys.name),
  )
  const identity = identityOf(format, input.path, keys.name)
  if (findings.length > 0 || identity === undefined) {
    return { problems: problemsFromFindings(context, findings).sort(compareProblems) }
  }
  const purposes = agentPurposes(keys, tools)
  const model = readModel(keys.model, format)
  const agent = AgentSpec.parse({
    ...identity,
    description: keys.description,
    prompt: read.body.trim(),
    tools,
    unavailableTools: unavailable,
    model: model.model,
    background: keys.background ?? false,
    wakeEnabled: keys.wake_enabled ?? false,
    seat: keys.seat ?? purposes.includes('review'),
    purposes,
    expertise: keys.expertise ?? [],
    intersectsWith: keys.intersects_with ?? [],
    budget: { maxTurns: keys.max_turns ?? keys.maxTurns ?? null, usd: keys.budget_usd ?? null },
    source: {
      file: input.path,
      format,
      ignoredKeys: [
        ...IGNORED_KEYS.filter((key) => keys[key] !== undefined),
        ...(model.ignored ? ['model'] : []),
        ...ignored,
      ],
    },
  } satisfies Record<keyof AgentSpec, unknown>)
  return { agent, lineOf: source.lineOf }
}

/** Parses one agent file. Never throws on any text. */
export function parseAgentFile(input: AgentFileInput): { agent: AgentSpec } | { problems: Problem[] } {
  const read = readAgentFile(input)
  return 'problems' in read ? read : { agent: read.agent }
}
