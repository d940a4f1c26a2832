// Which of the three formats an agent file is written in: its path says so, else its keys.

import type { AgentFormat } from '../domain/roster/agent.ts'

/** Keys that Baton added; a file with one of them is ours, whatever else it holds. */
export const OWN_KEYS: readonly string[] = [
  'type',
  'wake_enabled',
  'seat',
  'purposes',
  'max_turns',
  'budget_usd',
  'intersects_with',
  'expertise',
]

const githubKeys: ReadonlySet<string> = new Set([
  'target',
  'mcp-servers',
  'user-invocable',
  'user-invokable',
  'disable-model-invocation',
  'infer',
  'handoffs',
  'argument-hint',
  'agents',
])

const claudeKeys: ReadonlySet<string> = new Set([
  'permissionMode',
  'maxTurns',
  'mcpServers',
  'skills',
  'hooks',
  'disallowedTools',
  'color',
  'memory',
  'effort',
  'isolation',
  'initialPrompt',
])

export interface DetectedFormat {
  format: AgentFormat
  /** The path decides beyond doubt; keys are only a sign. */
  certain: boolean
}

/** `.claude/agents/`, `.github/agents/` and `*.agent.md` decide; elsewhere a key that only one format has. */
export function formatOf(path: string, keys: readonly string[]): DetectedFormat {
  if (/(^|\/)\.claude\/agents\//.test(path)) return { format: 'claude-code', certain: true }
  if (/(^|\/)\.github\/agents\//.test(path) || /\.agent\.md$/i.test(path))
    return { format: 'github', certain: true }
  if (keys.some((key) => OWN_KEYS.includes(key))) return { format: 'baton', certain: false }
  if (keys.some((key) => githubKeys.has(key))) return { format: 'github', certain: false }
  return { format: keys.some((key) => claudeKeys.has(key)) ? 'claude-code' : 'baton', certain: false }
}
