// Bash: a command in the sandbox, never outside it.

import { z } from 'zod'
import { asError, TransientError } from '../../errors.ts'
import { type AgentTool, ToolFailure } from '../tool.ts'
import type { CommandGuard } from './command-guard.ts'
import { defineTool } from './define.ts'

const DEFAULT_TIMEOUT_MS = 120_000

/** The Bash tool under a command guard. */
export function bashTool(guard: CommandGuard): AgentTool {
  return defineTool({
    name: 'Bash',
    description:
      'Runs a bash command in the worktree (/workspace), in a sandbox: no network, no secrets, .git and protected files are ' +
      'read-only. Only the worktree lasts: /tmp, $HOME, variables and background processes are gone when the command ends. ' +
      'Output over 30,000 bytes keeps its head and tail.',
    input: z.strictObject({
      command: z.string().min(1).max(30_000),
      timeout: z.int().min(1).max(600_000).optional().describe('Milliseconds; default 120000.'),
      description: z.string().max(500).optional().describe('What the command does, in a few words.'),
    }),
    repeatable: false,
    async run({ command, timeout }, { root, readOnly, signal, sandbox }) {
      if (sandbox === undefined) throw new ToolFailure('Bash is not available: this machine has no sandbox.')
      if (readOnly) throw new ToolFailure('This run is read-only: Bash is not available.')
      if (command.includes('\0')) throw new ToolFailure('The command contains a NUL character.')
      guard(command)
      const timeoutMs = timeout ?? DEFAULT_TIMEOUT_MS
      const result = await sandbox
        .exec(command, { root, readOnly, timeoutMs, signal })
        .catch((error: unknown) => {
          // The run may go on without this command; anything else than a failed start is ours to fix.
          if (error instanceof TransientError) throw new ToolFailure(asError(error).message)
          throw error
        })
      const output = result.output.replace(/\s+$/, '')
      if (result.timedOut)
        throw new ToolFailure(`The command was stopped after ${timeoutMs} ms.\n${output}`.trimEnd())
      if (result.exitCode === null) throw new ToolFailure(`The command was cancelled.\n${output}`.trimEnd())
      if (result.exitCode !== 0) throw new ToolFailure(`Exit code ${result.exitCode}\n${output}`.trimEnd())
      return output === '' ? '(no output)' : output
    },
  })
}
