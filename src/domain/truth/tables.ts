// Tables of GitHub's Markdown within the lines of a paragraph: each cell with its place, the head of its column and of its row.

import type { SourceLine } from './passages.ts'

export interface Cell {
  /** The text at the head of its column; empty in the head itself. */
  header: string
  /** The first cell of its row; empty for the first cell itself. */
  label: string
  /** From 0. */
  column: number
  /** The beginning of the row, as written. */
  row: string
}

const DELIMITER = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/
/** More columns than this are no table that somebody reads. */
const MOST_COLUMNS = 100
/** Of heads and rows so much is kept with each cell: a row may be very long. */
const LONGEST = 300

/** The cells of a row; a bar after a backslash is text. */
function cellsOf({ number, text, from }: SourceLine): SourceLine[] {
  const cells: SourceLine[] = []
  let start = 0
  const add = (end: number): void => {
    const whole = text.slice(start, end)
    const content = whole.trimStart()
    cells.push({ number, text: content.trimEnd(), from: from + start + whole.length - content.length })
    start = end + 1
  }
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1
    else if (text[i] === '|') add(i)
  }
  add(text.length)
  if (cells[0]?.text === '') cells.shift()
  if (cells.length > 1 && cells.at(-1)?.text === '') cells.pop()
  return cells.slice(0, MOST_COLUMNS)
}

/** Takes the lines of a paragraph; what stands before a table is prose. */
export function splitTable(lines: readonly SourceLine[]): {
  prose: readonly SourceLine[]
  cells: (Cell & { line: SourceLine })[]
} {
  const at = lines.findIndex(({ text }, i) => i > 0 && text.includes('|') && DELIMITER.test(text))
  const head = lines[at - 1]
  if (at < 1 || head === undefined || !head.text.includes('|')) return { prose: lines, cells: [] }
  const heads = cellsOf(head)
  const cells: (Cell & { line: SourceLine })[] = []
  for (const row of [head, ...lines.slice(at + 1)]) {
    const inRow = cellsOf(row)
    for (const [column, line] of inRow.entries()) {
      if (line.text === '') continue
      cells.push({
        line,
        column,
        header: row === head ? '' : (heads[column]?.text ?? '').slice(0, LONGEST),
        label: column === 0 ? '' : (inRow[0]?.text ?? '').slice(0, LONGEST),
        row: row.text.slice(0, LONGEST),
      })
    }
  }
  return { prose: lines.slice(0, at - 1), cells }
}
