// Exact replacement in a text whose line endings may differ from the model's, and a hint when nothing matches.

import { ToolFailure } from '../tool.ts'

interface Folded {
  text: string
  /** Offset in the original of each character of `text`, and of its end. */
  at: number[]
}

/** CRLF as LF, with a way back. */
function fold(original: string): Folded {
  const at: number[] = []
  let text = ''
  for (let index = 0; index < original.length; index += 1) {
    at.push(index)
    if (original[index] === '\r' && original[index + 1] === '\n') index += 1
    text += original[index]
  }
  at.push(original.length)
  return { text, at }
}

function occurrences(text: string, wanted: string): number[] {
  const found: number[] = []
  for (let index = text.indexOf(wanted); index !== -1; index = text.indexOf(wanted, index + wanted.length))
    found.push(index)
  return found
}

const squeeze = (line: string): string => line.replace(/\s+/g, ' ').trim()

/** Share of equal word parts: 1 for equal lines, 0 for nothing in common. */
function likeness(a: string, b: string): number {
  const words = (line: string): Set<string> => new Set(line.toLowerCase().match(/\w+|[^\s\w]/g) ?? [])
  const [left, right] = [words(a), words(b)]
  const both = [...left].filter((word) => right.has(word)).length
  return left.size + right.size === 0 ? 0 : (2 * both) / (left.size + right.size)
}

/** The lines of the file that come nearest to what was looked for, quoted with their numbers; '' when nothing is near. */
function nearest(text: string, wanted: string): string {
  const lines = text.split('\n')
  const goal = wanted.split('\n')
  const from = goal.findIndex((line) => line.trim() !== '')
  const first = goal[from]
  if (first === undefined) return ''
  let best = { index: -1, score: 0.5 }
  for (const [index, line] of lines.entries()) {
    const score = squeeze(line) === squeeze(first) ? 1 : likeness(line, first)
    if (score > best.score) best = { index, score }
  }
  if (best.index === -1) return ''
  const start = Math.max(0, best.index - from)
  const shown = lines.slice(start, start + Math.min(goal.length, 8))
  const quoted = shown
    .map((line, index) => `${String(start + index + 1).padStart(6)}\t${line.slice(0, 200)}`)
    .join('\n')
  const same =
    lines
      .slice(start, start + goal.length)
      .map(squeeze)
      .join('\n') === goal.map(squeeze).join('\n')
  return `\n${same ? 'It differs only in white space from' : 'The nearest place is'}:\n${quoted}`
}

export interface Replacement {
  oldString: string
  newString: string
  all: boolean
}

/**
 * Replaces `oldString`, which must be unique unless `all`. CRLF and LF match each other; new line breaks take the ending used
 * where they go in. `$` has no meaning. Throws ToolFailure with what to do when there is no match or more than one.
 */
export function replaceIn(
  original: string,
  { oldString, newString, all }: Replacement,
): { text: string; lines: number[] } {
  const file = fold(original)
  const wanted = oldString.replaceAll('\r\n', '\n')
  const found = occurrences(file.text, wanted)
  if (found.length === 0) throw new ToolFailure(`old_string was not found.${nearest(file.text, wanted)}`)
  const lineOf = (index: number): number => file.text.slice(0, index).split('\n').length
  if (found.length > 1 && !all) {
    const where = found.slice(0, 10).map(lineOf).join(', ')
    throw new ToolFailure(
      `old_string was found ${found.length} times (lines ${where}). Add lines around it to make it unique, or set replace_all.`,
    )
  }
  const mostly = occurrences(original, '\r\n').length * 2 > occurrences(file.text, '\n').length
  let text = ''
  let done = 0
  for (const index of found) {
    const start = file.at[index] ?? 0
    const end = file.at[index + wanted.length] ?? original.length
    const breaks = /\r?\n/.exec(original.slice(start, end))?.[0]
    const crlf = breaks === undefined ? mostly : breaks === '\r\n'
    const plain = newString.replaceAll('\r\n', '\n')
    text += original.slice(done, start) + (crlf ? plain.replaceAll('\n', '\r\n') : plain)
    done = end
  }
  return { text: text + original.slice(done), lines: found.map(lineOf) }
}
