// Edit: replaces an exact string in a file.

import { z } from 'zod'
import { ToolFailure } from '../tool.ts'
import type { AgentTool } from '../tool.ts'
import { defineTool } from './define.ts'
import { readText, writeText } from './files.ts'
import { resolveInside } from './paths.ts'
import { replaceIn } from './replace.ts'
import type { WriteGuard } from './write-guard.ts'

/** The Edit tool under a write guard. */
export function editTool(guard: WriteGuard): AgentTool {
  return defineTool({
    name: 'Edit',
    description:
      'Replaces old_string with new_string in a file. old_string must match exactly (white space included, without the line ' +
      'numbers of Read) and only once, unless replace_all is set. Use Write for new files.',
    input: z.strictObject({
      file_path: z.string().min(1).max(4096).describe('Relative to the worktree, or absolute inside it.'),
      old_string: z.string().max(200_000),
      new_string: z.string().max(200_000),
      replace_all: z.boolean().optional(),
    }),
    repeatable: false,
    async run(input, context) {
      if (input.old_string === '')
        throw new ToolFailure('old_string is empty. Use Write to create or replace a whole file.')
      if (input.old_string === input.new_string)
        throw new ToolFailure('old_string and new_string are the same.')
      const inside = await resolveInside(context.root, input.file_path)
      guard('Edit', input.file_path, inside, context)
      const original = await readText(inside)
      const { text, lines } = replaceIn(original, {
        oldString: input.old_string,
        newString: input.new_string,
        all: input.replace_all ?? false,
      })
      await writeText(inside, text)
      const where = lines.length === 1 ? `at line ${lines[0]}` : `at ${lines.length} places`
      return `Edited ${inside.shown} ${where}.`
    },
  })
}
