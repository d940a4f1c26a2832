// Write: creates or replaces a whole file.

import { lstat } from 'node:fs/promises'
import { z } from 'zod'
import type { AgentTool } from '../tool.ts'
import { defineTool } from './define.ts'
import { writeText } from './files.ts'
import { requireFile, resolveInside } from './paths.ts'
import type { WriteGuard } from './write-guard.ts'

/** The Write tool under a write guard. */
export function writeTool(guard: WriteGuard): AgentTool {
  return defineTool({
    name: 'Write',
    description:
      'Creates a file or replaces all of it, folders included. Use Edit to change a part of a file.',
    input: z.strictObject({
      file_path: z.string().min(1).max(4096).describe('Relative to the worktree, or absolute inside it.'),
      content: z.string().max(1_000_000),
    }),
    repeatable: false,
    async run(input, context) {
      const inside = await resolveInside(context.root, input.file_path)
      guard('Write', input.file_path, inside, context)
      const existed = await lstat(inside.real).then(
        () => true,
        () => false,
      )
      if (existed) await requireFile(inside)
      await writeText(inside, input.content)
      return `${existed ? 'Replaced' : 'Created'} ${inside.shown} (${Buffer.byteLength(input.content)} bytes).`
    },
  })
}
