// The tools that agents can have, by Claude Code's names, and how the names of other formats map to them.

import { z } from 'zod'
import type { Purpose } from '../outcomes.ts'

export const ToolName = z.enum(['Read', 'Glob', 'Grep', 'Edit', 'Write', 'Bash'])
export type ToolName = z.infer<typeof ToolName>

export const ALL_TOOLS: readonly ToolName[] = ToolName.options
export const READ_ONLY_TOOLS: readonly ToolName[] = ['Read', 'Glob', 'Grep']

/** GitHub custom agents' aliases and Claude Code's variants of tools that Baton has under another name; lower case. */
const aliases: ReadonlyMap<string, readonly ToolName[]> = new Map([
  ['read', ['Read']],
  ['view', ['Read']],
  ['notebookread', ['Read']],
  ['edit', ['Edit', 'Write']],
  ['multiedit', ['Edit']],
  ['write', ['Write']],
  ['search', ['Glob', 'Grep']],
  ['glob', ['Glob']],
  ['grep', ['Grep']],
  ['ls', ['Glob']],
  ['execute', ['Bash']],
  ['shell', ['Bash']],
  ['bash', ['Bash']],
  ['powershell', ['Bash']],
  ['*', ALL_TOOLS],
])

/** Tools of those formats that Baton has no counterpart of: accepted, not given. Lower case. */
const foreign: ReadonlySet<string> = new Set([
  'agent',
  'task',
  'custom-agent',
  'skill',
  'web',
  'webfetch',
  'websearch',
  'todo',
  'todowrite',
  'todoread',
  'notebookedit',
  'bashoutput',
  'killshell',
  'askuserquestion',
  'exitplanmode',
  'slashcommand',
])

export type ToolLookup =
  | { kind: 'known'; tools: readonly ToolName[] }
  /** Known to other products, or narrower than anything Baton can enforce: accepted and left out. */
  | { kind: 'unavailable' }
  | { kind: 'unknown' }

/**
 * What a tool name of any of the formats means here. `Bash(git:*)` is left out rather than widened to all of Bash;
 * MCP tools (`mcp__server__tool`, `server/tool`) are left out because agents talk to nothing but their worktree.
 */
export function lookUpTool(name: string): ToolLookup {
  const exact = ToolName.safeParse(name)
  if (exact.success) return { kind: 'known', tools: [exact.data] }
  if (/^mcp__[\w-]+$/.test(name) || /^[\w.-]+\/[\w.*-]+$/.test(name)) return { kind: 'unavailable' }
  if (/^[A-Za-z]+\([^()]*\)$/.test(name)) return { kind: 'unavailable' }
  const tools = aliases.get(name.toLowerCase())
  if (tools) return { kind: 'known', tools }
  return foreign.has(name.toLowerCase()) ? { kind: 'unavailable' } : { kind: 'unknown' }
}

/** What a run with this purpose may use: only implementing ever writes or executes, whatever the agent's file grants. */
export const toolsForPurpose = (tools: readonly ToolName[], purpose: Purpose): ToolName[] =>
  tools.filter((tool) => purpose === 'implement' || READ_ONLY_TOOLS.includes(tool))
