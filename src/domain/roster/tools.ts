// The tools that agents can have, by Claude Code's names, and how the names of other formats map to them.

import { z } from 'zod'
import type { Purpose } from '../outcomes.ts'

export const ToolName = z.enum(['Read', 'Glob', 'Grep', 'Edit', 'Write', 'Bash'])
export type ToolName = z.infer<typeof ToolName>

export const ALL_TOOLS: readonly ToolName[] = ToolName.options
export const READ_ONLY_TOOLS: readonly ToolName[] = ['Read', 'Glob', 'Grep']

/**
 * GitHub's aliases, Claude Code's variants and VS Code's names (with and without their tool set) of tools that Baton has under
 * another name; lower case. https://docs.github.com/en/copilot/reference/custom-agents-configuration,
 * https://code.visualstudio.com/docs/agents/reference/tools-reference
 */
const aliases: ReadonlyMap<string, readonly ToolName[]> = new Map([
  ['read', ['Read']],
  ['view', ['Read']],
  ['notebookread', ['Read']],
  ['readfile', ['Read']],
  ['read/readfile', ['Read']],
  ['search/readfile', ['Read']],
  ['edit', ['Edit', 'Write']],
  ['editfiles', ['Edit', 'Write']],
  ['edit/editfiles', ['Edit', 'Write']],
  ['multiedit', ['Edit']],
  ['write', ['Write']],
  ['createfile', ['Write']],
  ['edit/createfile', ['Write']],
  ['search', ['Glob', 'Grep']],
  ['codebase', ['Glob', 'Grep']],
  ['search/codebase', ['Glob', 'Grep']],
  ['glob', ['Glob']],
  ['ls', ['Glob']],
  ['filesearch', ['Glob']],
  ['search/filesearch', ['Glob']],
  ['listdirectory', ['Glob']],
  ['search/listdirectory', ['Glob']],
  ['grep', ['Grep']],
  ['textsearch', ['Grep']],
  ['search/textsearch', ['Grep']],
  ['execute', ['Bash']],
  ['shell', ['Bash']],
  ['bash', ['Bash']],
  ['powershell', ['Bash']],
  ['runcommands', ['Bash']],
  ['runinterminal', ['Bash']],
  ['execute/runinterminal', ['Bash']],
  ['runcommands/runinterminal', ['Bash']],
  ['*', ALL_TOOLS],
])

/**
 * Tools of those formats that Baton has no counterpart of: accepted, not given. Lower case. Claude Code's are in
 * https://code.claude.com/docs/en/tools-reference.
 */
const foreign: ReadonlySet<string> = new Set(
  [
    ['agent', 'task', 'custom-agent', 'skill', 'web', 'webfetch', 'websearch', 'todo', 'todos', 'todowrite'],
    ['todoread', 'notebookedit', 'bashoutput', 'killshell', 'killbash', 'askuserquestion', 'exitplanmode'],
    ['enterplanmode', 'slashcommand', 'lsp', 'sendmessage', 'taskcreate', 'taskget', 'tasklist'],
    ['taskoutput', 'taskstop', 'taskupdate', 'toolsearch', 'monitor', 'listmcpresourcestool'],
    ['readmcpresourcetool', 'enterworktree', 'exitworktree', 'croncreate', 'crondelete', 'cronlist'],
    ['changes', 'problems', 'usages', 'fetch', 'githubrepo', 'extensions', 'vscode', 'vscodeapi', 'new'],
    ['newworkspace', 'opensimplebrowser', 'runtasks', 'runtests', 'runsubagent', 'runnotebooks'],
    ['searchresults', 'testfailure', 'findtestfiles', 'terminallastcommand', 'terminalselection', 'think'],
  ].flat(),
)

export type ToolLookup =
  | { kind: 'known'; tools: readonly ToolName[] }
  /** Known to other products, or narrower than anything Baton can enforce: accepted and left out. */
  | { kind: 'unavailable' }
  | { kind: 'unknown' }

const withArguments = /^([A-Za-z]+)\((.*)\)$/s

/**
 * What a tool name of any of the formats means here. `Bash(git:*)` is left out rather than widened to all of Bash;
 * MCP tools (`mcp__server__tool`, `server/tool`) are left out because agents talk to nothing but their worktree.
 */
export function lookUpTool(name: string): ToolLookup {
  const exact = ToolName.safeParse(name)
  if (exact.success) return { kind: 'known', tools: [exact.data] }
  const tools = aliases.get(name.toLowerCase())
  if (tools) return { kind: 'known', tools }
  const [, base, argument] = withArguments.exec(name) ?? []
  // Claude Code's documentation: `Bash(*)` is `Bash`.
  if (base !== undefined) return argument?.trim() === '*' ? lookUpTool(base) : { kind: 'unavailable' }
  if (/^mcp__[\w*-]+$/.test(name) || /^[\w.@-]+(\/[\w.@*-]+)+$/.test(name)) return { kind: 'unavailable' }
  return foreign.has(name.toLowerCase()) ? { kind: 'unavailable' } : { kind: 'unknown' }
}

/** What taking a tool away means: with arguments all of it, because Baton cannot take away a part. */
export const lookUpDenied = (name: string): ToolLookup => lookUpTool(withArguments.exec(name)?.[1] ?? name)

/** What a run with this purpose may use: only implementing ever writes or executes, whatever the agent's file grants. */
export const toolsForPurpose = (tools: readonly ToolName[], purpose: Purpose): ToolName[] =>
  tools.filter((tool) => purpose === 'implement' || READ_ONLY_TOOLS.includes(tool))
