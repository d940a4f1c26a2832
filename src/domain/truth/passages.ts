// The prose of a Markdown document: paragraphs, list items, headings and table cells, each with its place. Code, quotes of others,
// HTML blocks and front matter are left out.

import { ended, indentOf, LIST_MARKERS, opened, type Block } from '../commands/visible-lines.ts'
import { type Cell, splitTable } from './tables.ts'

export interface SourceLine {
  /** From 1. */
  number: number
  text: string
  /** Where `text` begins in the line of the document, from 0. */
  from: number
}

export interface Passage {
  kind: 'paragraph' | 'item' | 'heading' | 'cell'
  /** At least one. */
  lines: readonly SourceLine[]
  /** The headings it stands under, the outermost first. */
  headings: readonly string[]
  /** Of a list item with a box. */
  ticked?: boolean
  /** `1` of a footnote that begins with `[^1]:`. */
  footnote?: string
  cell?: Cell
}

const LONGEST_HEADING = 300
const MARKER = /^(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)[ \t]{0,4}/
const HEADING = /^(#{1,6})(?:[ \t]|$)/
const RULE = /^(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$/
const UNDERLINE = /^(?:=+|-+)[ \t]*$/
const BOX = /^\[([ xX])\][ \t]/
const FOOTNOTE = /^ {0,3}\[\^([^\]\s]{1,60})\]:/

/** Where the text after YAML front matter begins, as an index of lines. */
function afterFrontMatter(lines: readonly string[]): number {
  if (!/^---[ \t]*$/.test(lines[0] ?? '')) return 0
  const end = lines.findIndex((line, i) => i > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(line))
  return end + 1
}

/** Reads a document. Never raises; takes time linear in the length of `text`. */
export function passagesOf(text: string): Passage[] {
  const passages: Passage[] = []
  const headings: { level: number; text: string }[] = []
  /** How far the contents of the list items around are indented, the outermost first. */
  const lists: number[] = []
  let lines: SourceLine[] = []
  let kind: 'paragraph' | 'item' = 'paragraph'
  let ticked: boolean | undefined
  let block: Block
  let inQuote = false

  const path = (): string[] => headings.map((one) => one.text)
  const under = (level: number): void => {
    while ((headings.at(-1)?.level ?? 0) >= level) headings.pop()
  }
  const endParagraph = (): void => {
    if (lines.length > 0) {
      const { prose, cells } = splitTable(lines)
      const footnote = FOOTNOTE.exec(lines[0]?.text ?? '')?.[1]
      const more = {
        ...(ticked === undefined ? {} : { ticked }),
        ...(footnote === undefined ? {} : { footnote }),
      }
      if (prose.length > 0) passages.push({ kind, lines: prose, headings: path(), ...more })
      for (const { line, ...cell } of cells) {
        passages.push({ kind: 'cell', lines: [line], headings: path(), cell })
      }
    }
    lines = []
    kind = 'paragraph'
    ticked = undefined
  }
  const heading = (level: number, of: readonly SourceLine[]): void => {
    under(level)
    passages.push({ kind: 'heading', lines: of, headings: path() })
    headings.push({
      level,
      text: of
        .map((one) => one.text)
        .join(' ')
        .slice(0, LONGEST_HEADING),
    })
  }

  const all = text.split(/\r\n|\n|\r/)
  for (let i = afterFrontMatter(all); i < all.length; i += 1) {
    const source = all[i] ?? ''
    const { columns, rest } = indentOf(source)
    const blank = rest.trim() === ''
    const inner = lists.at(-1) ?? 0
    if (block !== undefined) {
      const shown = ' '.repeat(Math.max(0, columns - inner)) + rest
      const end =
        !blank && columns < inner && block.kind === 'fence' ? 'before this line' : ended(block, shown)
      if (end !== 'no') block = undefined
      if (end !== 'before this line') continue
    }
    if (blank) {
      endParagraph()
      inQuote = false
      continue
    }
    // A line further left ends the list items around it, unless it goes on a paragraph.
    const fresh = lines.length === 0 && !inQuote
    if (fresh || MARKER.test(rest)) while ((lists.at(-1) ?? 0) > columns) lists.pop()
    const base = lists.at(-1) ?? 0
    const relative = columns - base
    if (relative >= 4 && fresh) continue
    if (relative < 4) {
      const shown = ' '.repeat(Math.max(0, relative)) + rest
      const bare = shown.replace(LIST_MARKERS, '').trimStart()
      if (bare.startsWith('>')) {
        endParagraph()
        inQuote = bare.replace(/^[>\s]+/, '') !== ''
        continue
      }
      block = opened(shown)
      if (block !== undefined) {
        endParagraph()
        inQuote = false
        // What follows is indented as the item is, and so is its end.
        let inside = rest
        for (let marker = MARKER.exec(rest); marker !== null; marker = MARKER.exec(inside)) {
          inside = inside.slice(marker[0].length)
          lists.push(columns + rest.length - inside.length)
        }
        block = opened(inside) ?? block
        continue
      }
      if (lines.length > 0 && UNDERLINE.test(rest)) {
        const of = lines
        lines = []
        endParagraph()
        heading(rest.startsWith('=') ? 1 : 2, of)
        continue
      }
      if (RULE.test(rest)) {
        endParagraph()
        inQuote = false
        continue
      }
    }
    let from = source.length - rest.length
    let marker = relative < 4 ? MARKER.exec(source.slice(from, from + 20)) : null
    if (marker !== null) {
      endParagraph()
      inQuote = false
      kind = 'item'
      for (; marker !== null; marker = MARKER.exec(source.slice(from, from + 20))) {
        from += marker[0].length
        lists.push(columns + from - (source.length - rest.length))
      }
      const box = BOX.exec(source.slice(from, from + 4))
      if (box !== null) {
        ticked = box[1] !== ' '
        from += box[0].length
      }
    }
    const title = HEADING.exec(source.slice(from, from + 8))
    if (title !== null && relative < 4) {
      endParagraph()
      inQuote = false
      const at = from + title[0].length
      heading(title[1]?.length ?? 1, [{ number: i + 1, text: source.slice(at), from: at }])
      continue
    }
    if (inQuote) continue
    lines.push({ number: i + 1, text: source.slice(from), from })
  }
  endParagraph()
  return passages
}
