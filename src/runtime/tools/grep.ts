// Grep: searches file contents with ripgrep.

import { lstat } from 'node:fs/promises'
import { z } from 'zod'
import { ToolFailure } from '../tool.ts'
import { defineTool } from './define.ts'
import { resolveInside } from './paths.ts'
import { ripgrep } from './ripgrep.ts'

const MAX_LINES = 250
const context = z.int().min(0).max(50).optional()

const Input = z.strictObject({
  pattern: z.string().min(1).max(2000).describe('Regular expression (Rust syntax).'),
  path: z.string().min(1).max(4096).optional().describe('File or folder; default the whole worktree.'),
  glob: z.string().min(1).max(1000).optional().describe('Only files matching this, for example *.{ts,tsx}.'),
  type: z
    .string()
    .regex(/^[a-z0-9]{1,30}$/)
    .optional()
    .describe('Only files of this ripgrep type, for example ts.'),
  output_mode: z
    .enum(['content', 'files_with_matches', 'count'])
    .optional()
    .describe('Default files_with_matches.'),
  '-i': z.boolean().optional().describe('Ignore case.'),
  '-n': z.boolean().optional().describe('Line numbers in content mode; default true.'),
  '-A': context,
  '-B': context,
  '-C': context,
  multiline: z.boolean().optional().describe('Let the pattern span lines.'),
  head_limit: z.int().min(1).max(MAX_LINES).optional(),
})

function flags(input: z.output<typeof Input>): string[] {
  const mode = input.output_mode ?? 'files_with_matches'
  // Sorted by path, so that the same question has the same answer.
  const args = ['--sort=path', '--max-columns=2000', '--max-columns-preview', '--max-filesize=10M']
  if (input['-i'] === true) args.push('--ignore-case')
  if (input.multiline === true) args.push('--multiline', '--multiline-dotall')
  if (input.glob !== undefined) args.push(`--glob=${input.glob}`)
  if (input.type !== undefined) args.push(`--type=${input.type}`)
  if (mode === 'files_with_matches') return [...args, '--files-with-matches']
  if (mode === 'count') return [...args, '--count', '--with-filename']
  args.push('--with-filename', '--no-heading', input['-n'] === false ? '--no-line-number' : '--line-number')
  for (const flag of ['-A', '-B', '-C'] as const) {
    const lines = input[flag]
    if (lines !== undefined) args.push(flag, String(lines))
  }
  return args
}

export const grepTool = defineTool({
  name: 'Grep',
  description:
    'Searches file contents with a regular expression. output_mode: files_with_matches (default), content (lines with ' +
    'numbers, -A/-B/-C for lines around), count. At most 250 lines of answer. Files ignored by .gitignore are left out.',
  input: Input,
  repeatable: true,
  async run(input, { root, signal }) {
    const inside = await resolveInside(root, input.path ?? '.')
    const stat = await lstat(inside.real).catch(() => undefined)
    if (stat === undefined) throw new ToolFailure(`${inside.shown} does not exist. Glob lists what there is.`)
    if (!stat.isFile() && !stat.isDirectory())
      throw new ToolFailure(`${inside.shown} is a pipe, socket or device.`)
    const limit = input.head_limit ?? MAX_LINES
    const { records, truncated } = await ripgrep({
      args: [...flags(input), '-e', input.pattern, '--', inside.shown],
      cwd: inside.root,
      signal,
      separator: '\n',
      maxRecords: limit,
    })
    if (records.length === 0)
      return `No match for ${input.pattern} in ${inside.shown === '.' ? 'the worktree' : inside.shown}.`
    const lines = records.map((line) => line.replace(/^\.\//, '').replace(/\r$/, ''))
    if (truncated) lines.push(`(cut after ${limit} lines: narrow the pattern, path or glob)`)
    return lines.join('\n')
  },
})
