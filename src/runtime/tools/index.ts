// The explicit list of tools, and which of them a run gets.

import type { CompiledAuthority } from '../../domain/authority/compile.ts'
import type { AgentTool, Sandbox } from '../tool.ts'
import { bashTool } from './bash.ts'
import { commandGuard } from './command-guard.ts'
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
  /** What the run was granted. Left out: everything but what nobody can be granted. */
  authority?: ToolAuthority | undefined
}

export type ToolAuthority = Pick<
  CompiledAuthority,
  'tools' | 'allowPaths' | 'denyPaths' | 'allowedCommands' | 'deniedCommands' | 'branch'
>

const UNLIMITED: ToolAuthority = {
  tools: [...TOOL_NAMES],
  allowPaths: ['**'],
  denyPaths: [],
  allowedCommands: null,
  deniedCommands: [],
  branch: null,
}

/**
 * The tools of one run: those the agent's definition names, minus those that it was not granted or may not have. Names of tools that Baton does
 * not have are ignored here; the roster check reports them.
 */
export function toolsFor(agent: { tools: readonly string[] }, choice: ToolChoice): AgentTool[] {
  const authority = choice.authority ?? UNLIMITED
  const guard = writeGuard(authority)
  const granted = new Set<string>(authority.tools)
  const writers = choice.readOnly ? [] : [editTool(guard), writeTool(guard)]
  const runners = choice.readOnly || choice.sandbox === undefined ? [] : [bashTool(commandGuard(authority))]
  return [readTool, globTool, grepTool, ...writers, ...runners].filter(
    ({ name }) => agent.tools.includes(name) && granted.has(name),
  )
}
