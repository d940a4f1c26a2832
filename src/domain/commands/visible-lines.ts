// The lines of a comment that begin as ordinary text: not in code, quotes, HTML comments or other hidden places.
//
// A reading of CommonMark's blocks as far as it matters here. Where it is not exact, it leaves a line out.

import { hiddenSpans } from './inline-spans.ts'

export interface Line {
  /** From 1. */
  number: number
  text: string
}

/** Inside a block that ends at a line of its own kind, whatever stands between. */
export type Block =
  | { kind: 'fence'; mark: string; length: number; indent: number }
  | { kind: 'html'; end: string }
  | undefined

export const LIST_MARKERS = /^ {0,3}(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)+/
const FENCE = /^(`{3,}|~{3,})(.*)$/
const HTML_ELEMENT = /^<(pre|script|style|textarea|blockquote|template|code)(?=[\s>]|$)/i
/** Blocks of HTML that show nothing, each with what ends it. */
const HIDDEN: readonly [begin: RegExp, end: string][] = [
  [/^<!--/, '-->'],
  [/^<\?/, '?>'],
  [/^<!\[CDATA\[/, ']]>'],
  [/^<![A-Za-z]/, '>'],
]
/** What a paragraph does not go on with, beside an empty line. */
export const OWN_BLOCK = /^(?:#{1,6}(?:\s|$)|(?:[-*+]|\d{1,9}[.)])\s|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$)/

/** Columns of white space in front; a tab goes on to the next multiple of four. */
export function indentOf(text: string): { columns: number; rest: string } {
  let columns = 0
  let i = 0
  for (; text[i] === ' ' || text[i] === '\t'; i += 1) columns += text[i] === '\t' ? 4 - (columns % 4) : 1
  return { columns, rest: text.slice(i) }
}

/** The block that a line opens and does not close itself. */
export function opened(text: string): Block {
  const markers = LIST_MARKERS.exec(text)?.[0] ?? ''
  const { columns, rest } = indentOf(text.slice(markers.length))
  if (columns > 3) return undefined
  const [, fence, info = ''] = FENCE.exec(rest) ?? []
  if (fence !== undefined && !(fence.startsWith('`') && info.includes('`'))) {
    return { kind: 'fence', mark: fence.charAt(0), length: fence.length, indent: markers.length }
  }
  const element = HTML_ELEMENT.exec(rest)?.[1]
  const end = element === undefined ? HIDDEN.find(([begin]) => begin.test(rest))?.[1] : `</${element}>`
  if (end === undefined) return undefined
  return rest.toLowerCase().includes(end.toLowerCase(), 2) ? undefined : { kind: 'html', end }
}

/** Whether a line ends the block, and whether it is to be read as a line after it. */
export function ended(block: NonNullable<Block>, text: string): 'no' | 'with this line' | 'before this line' {
  const { columns, rest } = indentOf(text)
  if (block.kind === 'html') {
    return text.toLowerCase().includes(block.end.toLowerCase()) ? 'with this line' : 'no'
  }
  if (rest !== '' && columns < Math.min(block.indent, 2)) return 'before this line'
  const closing = rest.trimEnd()
  return closing.length >= block.length && closing === block.mark.repeat(closing.length)
    ? 'with this line'
    : 'no'
}

const withoutMarkers = (text: string): string => text.replace(LIST_MARKERS, '').trimStart()

/** Of the lines of one paragraph those that may be commands: not indented as code is, and not begun inside a span. */
function fromParagraph(lines: readonly Line[]): Line[] {
  const spans = hiddenSpans(lines.map(({ text }) => text).join('\n'))
  let offset = 0
  let at = 0
  return lines.filter(({ text }) => {
    const { columns, rest } = indentOf(text)
    const start = offset + text.length - rest.length
    offset += text.length + 1
    while ((spans[at]?.end ?? Infinity) <= start) at += 1
    return columns <= 3 && (spans[at]?.start ?? Infinity) >= start
  })
}

/** The lines of a comment whose beginning a reader sees as text. Never raises; takes time linear in the length of `body`. */
export function visibleLines(body: string): Line[] {
  const visible: Line[] = []
  let paragraph: Line[] = []
  let block: Block
  let inQuote = false
  const endParagraph = (): void => {
    // Not spread: a paragraph may have more lines than a call may have arguments.
    for (const line of fromParagraph(paragraph)) visible.push(line)
    paragraph = []
  }
  for (const [index, text] of body.split(/\r\n|\n|\r/).entries()) {
    if (block !== undefined) {
      const end = ended(block, text)
      if (end !== 'before this line') {
        if (end === 'with this line') block = undefined
        continue
      }
      block = undefined
    }
    const blank = text.trim() === ''
    const content = withoutMarkers(text)
    if (blank || content.startsWith('>')) {
      endParagraph()
      // The lines after a quoted paragraph still belong to it, up to an empty one.
      inQuote = !blank && content.replace(/^[>\s]+/, '') !== ''
      continue
    }
    block = opened(text)
    if (block !== undefined) {
      endParagraph()
      inQuote = false
      continue
    }
    const own = OWN_BLOCK.test(text.trimStart())
    if (own) {
      endParagraph()
      inQuote = false
    }
    if (inQuote) continue
    paragraph.push({ number: index + 1, text })
    if (text.trimStart().startsWith('#')) endParagraph()
  }
  endParagraph()
  return visible
}
