// Glob: files by name pattern, newest first.

import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import picomatch from 'picomatch'
import { z } from 'zod'
import { ToolFailure } from '../tool.ts'
import { defineTool } from './define.ts'
import { resolveInside } from './paths.ts'
import { ripgrep } from './ripgrep.ts'

const MAX_RESULTS = 200
/** Files looked at in one search; a repository with more is searched by folder. */
const MAX_FILES = 200_000

export const globTool = defineTool({
  name: 'Glob',
  description:
    'Finds files by glob pattern (**/*.ts, src/{a,b}/*.json), newest first, at most 200. A pattern without a slash matches ' +
    'at any depth. Files ignored by .gitignore are left out.',
  input: z.strictObject({
    pattern: z.string().min(1).max(1000),
    path: z.string().min(1).max(4096).optional().describe('Folder to search; default the whole worktree.'),
  }),
  repeatable: true,
  async run(input, { root, signal }) {
    const inside = await resolveInside(root, input.path ?? '.')
    const folder = await lstat(inside.real).catch(() => undefined)
    if (folder?.isDirectory() !== true) throw new ToolFailure(`${inside.shown} is not a folder.`)
    const pattern = input.pattern.replace(/^\.\//, '')
    if (pattern.startsWith('/') || pattern.split('/').includes('..')) {
      throw new ToolFailure(
        'The pattern is relative to the folder and stays inside it: no leading slash, no "..".',
      )
    }
    const matches = picomatch(pattern, { dot: true, basename: !pattern.includes('/') })
    const { records, truncated } = await ripgrep({
      args: ['--files', '--null'],
      cwd: inside.real,
      signal,
      separator: '\0',
      maxRecords: MAX_FILES,
    })
    const found: { path: string; time: number }[] = []
    for (const path of records.filter((record) => matches(record))) {
      const stat = await lstat(join(inside.real, path)).catch(() => undefined)
      if (stat !== undefined)
        found.push({ path: inside.shown === '.' ? path : join(inside.shown, path), time: stat.mtimeMs })
    }
    if (found.length === 0)
      return `No file matches ${input.pattern}.${truncated ? ' Only a part was searched: set path.' : ''}`
    found.sort((a, b) => b.time - a.time || (a.path < b.path ? -1 : 1))
    const shown = found.slice(0, MAX_RESULTS).map(({ path }) => path)
    if (found.length > MAX_RESULTS) shown.push(`(${found.length - MAX_RESULTS} more: use a narrower pattern)`)
    return shown.join('\n')
  },
})
