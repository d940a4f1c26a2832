// Columns as a terminal shows them, and a tree of reasons as indented text.

import type { Reason } from '../domain/reason.ts'
import { visible } from '../roster/show.ts'

/** Longer than any sentence of ours; what a file made longer is cut. */
const MAX_LINE = 1000

/** One line of somebody's text: nothing in it moves the cursor or changes colours. */
export const line = (text: string): string => visible(text, MAX_LINE)

/** Rows with their cells aligned to the left, two spaces between columns. Rows may be shorter than the first. */
export function textTable(rows: readonly (readonly string[])[]): string[] {
  const shown = rows.map((row) => row.map(line))
  const widths = (shown[0] ?? []).map((_, i) => Math.max(...shown.map((row) => (row[i] ?? '').length)))
  return shown.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

/** One sentence a line, what explains it indented below it. */
export const reasonLines = (root: Reason, depth = 0): string[] => [
  `${'  '.repeat(depth)}- ${root.state === 'fail' ? 'problem: ' : ''}${line(root.text)}`,
  ...root.children.flatMap((child) => reasonLines(child, depth + 1)),
]
