// The explicit list of tools, and which of them a run gets.

import type { AgentTool, Sandbox } from '../tool.ts'
import { bashTool } from './bash.ts'
import { editTool } from './edit.ts'
import { globTool } from './glob.ts'
import { grepTool } from './grep.ts'
import { readTool } from './read.ts'
import { writeGuard } from './write-guard.ts'
import { writeTool } from './write.ts'

/** Every tool, by name. A file of its own each. */
export const TOOL_NAMES = ['Read', 'Glob', 'Grep', 'Edit', 'Write', 'Bash'] as const
export type ToolName = (typeof TOOL_NAMES)[number]

export interface ToolChoice {
  /** True for reviewers: Edit, Write and Bash are not offered. */
  readOnly: boolean
  /** Undefined where there is none: Bash is not offered. */
  sandbox: Sandbox | undefined
  /** Further paths that Edit and Write refuse, relative to the worktree: the roster, the policy file. */
  protect?: readonly string[]
}

/**
 * The tools of one run: those the agent's definition names, minus those the run may not have. Names of tools that Baton does
 * not have are ignored here; the roster check reports them.
 */
export function toolsFor(agent: { tools: readonly string[] }, choice: ToolChoice): AgentTool[] {
  const guard = writeGuard(choice.protect ?? [])
  const writers = choice.readOnly ? [] : [editTool(guard), writeTool(guard)]
  const runners = choice.readOnly || choice.sandbox === undefined ? [] : [bashTool]
  return [readTool, globTool, grepTool, ...writers, ...runners].filter(({ name }) =>
    agent.tools.includes(name),
  )
}
