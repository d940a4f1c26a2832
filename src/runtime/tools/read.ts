// Read: a file with line numbers.

import { z } from 'zod'
import { ToolFailure } from '../tool.ts'
import { defineTool } from './define.ts'
import { isBinary, MAX_READ_BYTES, openForReading } from './files.ts'
import { requireFile, resolveInside } from './paths.ts'
import type { Inside } from './paths.ts'

const MAX_LINES = 2000
const MAX_LINE = 2000

interface Page {
  lines: { number: number; text: string; cut: number }[]
  /** True when the file goes on after the page. */
  more: boolean
  total: number
}

/** Reads one page in bounded memory, whatever the size of the file or of a line. */
async function readPage(inside: Inside, first: number, limit: number): Promise<Page> {
  const handle = await openForReading(inside)
  const stream = handle.createReadStream({ highWaterMark: 64 * 1024 })
  const decoder = new TextDecoder('utf-8')
  const page: Page = { lines: [], more: false, total: 0 }
  let number = 1
  let text = ''
  let length = 0
  let bytes = 0
  let open = false
  const endLine = (): void => {
    if (number >= first)
      page.lines.push({ number, text: text.replace(/\r$/, ''), cut: Math.max(0, length - MAX_LINE) })
    bytes += text.length
    number += 1
    text = ''
    length = 0
    open = false
  }
  try {
    for await (const chunk of stream) {
      const data = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk)
      if (page.total === 0 && isBinary(data)) {
        const { size } = await handle.stat()
        throw new ToolFailure(`${inside.shown} is a binary file (${size} bytes); only text can be read.`)
      }
      page.total += data.length
      const pieces = decoder.decode(data, { stream: true }).split('\n')
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) endLine()
        if (page.lines.length >= limit || bytes > MAX_READ_BYTES) {
          page.more = index < pieces.length - 1 || piece !== ''
          if (page.more) return page
        }
        if (piece === '') continue
        open = true
        length += piece.length
        if (number >= first && text.length < MAX_LINE) text += piece.slice(0, MAX_LINE - text.length)
      }
    }
    if (open) endLine()
    return page
  } finally {
    stream.destroy()
    await handle.close()
  }
}

export const readTool = defineTool({
  name: 'Read',
  description:
    'Reads a text file of the worktree with line numbers (cat -n). At most 2,000 lines of 2,000 characters; use offset and ' +
    'limit for more. Folders are listed with Glob. Line endings and the byte order mark are not shown and are kept by Edit.',
  input: z.strictObject({
    file_path: z.string().min(1).max(4096).describe('Relative to the worktree, or absolute inside it.'),
    offset: z.int().min(0).optional().describe('First line, 1-based.'),
    limit: z.int().min(1).max(1_000_000).optional().describe('Number of lines.'),
  }),
  repeatable: true,
  async run(input, { root }) {
    const inside = await resolveInside(root, input.file_path)
    const first = Math.max(1, input.offset ?? 1)
    const { size } = await requireFile(inside)
    if (size > MAX_READ_BYTES && input.offset === undefined && input.limit === undefined) {
      throw new ToolFailure(
        `${inside.shown} has ${size} bytes, more than ${MAX_READ_BYTES}. Read a part with offset and limit, or use Grep.`,
      )
    }
    const page = await readPage(inside, first, Math.min(input.limit ?? MAX_LINES, MAX_LINES))
    const last = page.lines.at(-1)?.number
    if (last === undefined) {
      return size === 0 ? `(${inside.shown} is empty)` : `(${inside.shown} ends before line ${first})`
    }
    const shown = page.lines.map(({ number, text, cut }) => {
      const plain = number === 1 ? text.replace(/^\ufeff/, '') : text
      return `${String(number).padStart(6)}\t${plain}${cut > 0 ? ` [... ${cut} more characters]` : ''}`
    })
    return page.more ? `${shown.join('\n')}\n(more lines follow: offset ${last + 1})` : shown.join('\n')
  },
})
