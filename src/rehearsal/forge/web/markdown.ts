// A safe subset of GitHub's Markdown: what agents and people write in issues, reviews and checks. Bodies are untrusted.

import { Html, markup } from './html.ts'
import type { InlineOptions } from './inline.ts'
import { inline } from './inline.ts'

const MAX_DEPTH = 12

// Every pattern here is linear: a body may be 65,536 characters of whatever would make another one backtrack.
const heading = /^ {0,3}(#{1,6}) +(.*)$/
const rule = /^ {0,3}([-*_])(?: *\1){2,} *$/
const fence = /^ {0,3}(`{3,}|~{3,})\s*([^`\s]*)/
const quote = /^ {0,3}> ?/
const item = /^( {0,9})([-*+]|\d{1,9}[.)])(?:\s+|$)(.*)$/
const alert = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*$/
const delimiterCell = /^:?-+:?$/
const task = /^\[([ xX])\]\s+/

/** Renders a body. `base` is `/owner/name`, where `#12` and friends lead. Never throws; what it does not know is shown as text. */
export function markdown(source: string, base?: string): Html {
  const lines = source.replaceAll('\r\n', '\n').replaceAll('\t', '    ').split('\n')
  return new Html(blocks(lines, { base }, 0))
}

const isDelimiterRow = (line: string | undefined): boolean =>
  line !== undefined && line.includes('-') && cells(line).every((cell) => delimiterCell.test(cell))

interface Block {
  html: Html
  /** Index of the first line after it. */
  next: number
}

function blocks(lines: readonly string[], options: InlineOptions, depth: number): string {
  const closing = depth < MAX_DEPTH ? pairDetails(lines) : new Map<number, number>()
  let out = ''
  let at = 0
  while (at < lines.length) {
    if (lines[at]?.trim() === '') {
      at += 1
      continue
    }
    const block =
      (depth < MAX_DEPTH ? nested(lines, at, options, depth, closing) : undefined) ?? flat(lines, at, options)
    out += block.html.text
    at = block.next
  }
  return out
}

function nested(
  lines: readonly string[],
  at: number,
  options: InlineOptions,
  depth: number,
  closing: ReadonlyMap<number, number>,
): Block | undefined {
  const line = lines[at] ?? ''
  if (quote.test(line)) return blockQuote(lines, at, options, depth)
  if (item.test(line) && !rule.test(line)) return list(lines, at, options, depth)
  const end = closing.get(at)
  return end === undefined ? undefined : details(lines, at, end, options, depth)
}

function flat(lines: readonly string[], at: number, options: InlineOptions): Block {
  const line = lines[at] ?? ''
  const title = heading.exec(line)
  if (title !== null) {
    const tag = new Html(`h${title[1]?.length ?? 1}`)
    return { html: markup`<${tag}>${inline(withoutClosing(title[2] ?? ''), options)}</${tag}>`, next: at + 1 }
  }
  if (fence.test(line)) return code(lines, at)
  if (rule.test(line)) return { html: markup`<hr />`, next: at + 1 }
  if (line.trimStart().startsWith('<!--')) return comment(lines, at, options)
  if (line.includes('|') && isDelimiterRow(lines[at + 1])) return table(lines, at, options)
  return paragraph(lines, at, options)
}

/** `## Title ##` */
function withoutClosing(title: string): string {
  let end = title.length
  while (end > 0 && ' #'.includes(title.charAt(end - 1))) end -= 1
  return title.slice(0, end)
}

function code(lines: readonly string[], at: number): Block {
  const [, mark = '```', language = ''] = fence.exec(lines[at] ?? '') ?? []
  let end = at + 1
  const closes = (line: string): boolean =>
    line.trim().startsWith(mark) && line.trim().replaceAll(mark.charAt(0), '') === ''
  while (end < lines.length && !closes(lines[end] ?? '')) end += 1
  const text = lines.slice(at + 1, end).join('\n')
  const shown =
    language === 'diff'
      ? text.split('\n').map((line) => markup`<span class="${diffClass(line)}">${line + newline}</span>`)
      : text
  const caption = language !== '' && markup`<span class="language">${language}</span>`
  return {
    html: markup`<div class="code">
      ${caption}
      <pre><code>${shown}</code></pre>
    </div>`,
    next: end + 1,
  }
}

/** As a value: a formatter may fold white space inside a template. */
const newline = '\n'

const diffClass = (line: string): string =>
  line.startsWith('+') ? 'add' : line.startsWith('-') ? 'del' : line.startsWith('@@') ? 'hunk' : ''

/** Hidden markers and notes: left out, up to the text behind them. */
function comment(lines: readonly string[], at: number, options: InlineOptions): Block {
  let end = at
  while (end < lines.length && !(lines[end] ?? '').includes('-->')) end += 1
  const line = lines[end] ?? ''
  const rest = line.slice(line.indexOf('-->') + 3).trim()
  return { html: rest === '' ? markup`` : markup`<p>${inline(rest, options)}</p>`, next: end + 1 }
}

function table(lines: readonly string[], at: number, options: InlineOptions): Block {
  const head = cells(lines[at] ?? '')
  const align = cells(lines[at + 1] ?? '').map((cell) =>
    cell.endsWith(':') ? (cell.startsWith(':') ? 'center' : 'right') : 'left',
  )
  let end = at + 2
  const rows: string[][] = []
  while (end < lines.length && (lines[end] ?? '').includes('|')) {
    rows.push(cells(lines[end] ?? ''))
    end += 1
  }
  const head_ = head.map(
    (cell, index) => markup`<th class="${align[index] ?? 'left'}">${inline(cell, options)}</th>`,
  )
  const body = rows.map(
    (row) =>
      markup`<tr>
        ${head.map((_, index) => markup`<td class="${align[index] ?? 'left'}">${inline(row[index] ?? '', options)}</td>`)}
      </tr>`,
  )
  return {
    html: markup`<div class="scroll">
      <table>
        <thead>
          <tr>
            ${head_}
          </tr>
        </thead>
        <tbody>
          ${body}
        </tbody>
      </table>
    </div>`,
    next: end,
  }
}

/** The cells of a row; `\|` and bars inside code do not separate. */
function cells(row: string): string[] {
  const out: string[] = []
  let cell = ''
  let inCode = false
  const text = row.trim().replace(/^\|/, '')
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index)
    if (character === '\\' && text.charAt(index + 1) === '|') {
      cell += '|'
      index += 1
    } else if (character === '|' && !inCode) {
      out.push(cell.trim())
      cell = ''
    } else {
      if (character === '`') inCode = !inCode
      cell += character
    }
  }
  if (cell.trim() !== '') out.push(cell.trim())
  return out
}

function paragraph(lines: readonly string[], at: number, options: InlineOptions): Block {
  let end = at + 1
  while (end < lines.length && !startsBlock(lines, end)) end += 1
  const text = lines
    .slice(at, end)
    .map((line, index) => [index > 0 && markup`<br>`, inline(line.trim(), options)])
  return { html: markup`<p>${text}</p>`, next: end }
}

const startsBlock = (lines: readonly string[], at: number): boolean => {
  const line = lines[at] ?? ''
  return (
    line.trim() === '' ||
    [heading, fence, quote, rule].some((pattern) => pattern.test(line)) ||
    (item.test(line) && item.exec(line)?.[3] !== '') ||
    /^\s*<(?:\/?details\b|!--)/i.test(line) ||
    (line.includes('|') && isDelimiterRow(lines[at + 1]))
  )
}

function blockQuote(lines: readonly string[], at: number, options: InlineOptions, depth: number): Block {
  let end = at
  while (end < lines.length && quote.test(lines[end] ?? '')) end += 1
  const inner = lines.slice(at, end).map((line) => line.replace(quote, ''))
  const kind = alert.exec(inner[0] ?? '')?.[1]?.toLowerCase()
  if (kind === undefined)
    return { html: markup`<blockquote>${nest(inner, options, depth)}</blockquote>`, next: end }
  const title = kind.charAt(0).toUpperCase() + kind.slice(1)
  return {
    html: markup`<div class="alert ${kind}"><b>${title}</b>${nest(inner.slice(1), options, depth)}</div>`,
    next: end,
  }
}

function list(lines: readonly string[], at: number, options: InlineOptions, depth: number): Block {
  const first = item.exec(lines[at] ?? '')
  const indent = first?.[1]?.length ?? 0
  const ordered = /\d/.test(first?.[2] ?? '')
  const items: Html[] = []
  let end = at
  for (;;) {
    const start = item.exec(lines[end] ?? '')
    if (start === null || (start[1]?.length ?? 0) < indent || /\d/.test(start[2] ?? '') !== ordered) break
    const width = (start[1]?.length ?? 0) + (start[2]?.length ?? 1) + 1
    const inner = [start[3] ?? '']
    end += 1
    // What is indented below the marker belongs to the item, across blank lines.
    while (end < lines.length) {
      const line = lines[end] ?? ''
      const indented = line.length - line.trimStart().length > indent
      const continues =
        line.trim() === '' ? isIndented(lines[end + 1] ?? '', indent) : indented || !startsBlock(lines, end)
      if (!continues) break
      inner.push(line.replace(new RegExp(`^ {0,${width}}`), ''))
      end += 1
    }
    items.push(listItem(inner, options, depth))
    while (end < lines.length && lines[end]?.trim() === '' && item.test(lines[end + 1] ?? '')) end += 1
  }
  const tag = new Html(ordered ? 'ol' : 'ul')
  const from = ordered ? Number.parseInt(first?.[2] ?? '1', 10) : 1
  const start = from !== 1 && markup` start="${from}"`
  return { html: markup`<${tag}${start}>${items}</${tag}>`, next: end }
}

const isIndented = (line: string, indent: number): boolean =>
  line.trim() !== '' && line.length - line.trimStart().length > indent

function listItem(lines: readonly string[], options: InlineOptions, depth: number): Html {
  const box = task.exec(lines[0] ?? '')
  if (box === null) return markup`<li>${tight(nest(lines, options, depth))}</li>`
  const rest = [(lines[0] ?? '').replace(task, ''), ...lines.slice(1)]
  const mark = box[1] === ' ' ? markup`<span class="box">☐</span>` : markup`<span class="box done">☑</span>`
  return markup`<li class="task">${mark} ${tight(nest(rest, options, depth))}</li>`
}

/** A single paragraph in an item needs no paragraph of its own. */
const tight = (body: Html): Html => new Html(body.text.replace(/^<p>([\s\S]*?)<\/p>/, '$1'))

/** For each line that begins with `<details`, the line of the `</details>` that belongs to it. Code blocks are skipped. */
function pairDetails(lines: readonly string[]): Map<number, number> {
  const pairs = new Map<number, number>()
  const open: number[] = []
  let inCode = false
  for (const [index, line] of lines.entries()) {
    if (fence.test(line)) inCode = !inCode
    if (inCode) continue
    for (const tag of line.matchAll(/<(\/?)details\b/gi)) {
      const start = tag[1] === '/' ? open.pop() : undefined
      if (tag[1] === '') open.push(index)
      else if (start !== undefined && /^\s*<details\b/i.test(lines[start] ?? '')) pairs.set(start, index)
    }
  }
  return pairs
}

function details(
  lines: readonly string[],
  at: number,
  end: number,
  options: InlineOptions,
  depth: number,
): Block | undefined {
  const text = lines.slice(at, end + 1).join('\n')
  const opening = /^\s*<details\b([^>]*)>/i.exec(text)
  const closing = text.toLowerCase().lastIndexOf('</details>')
  if (opening === null || closing < opening[0].length) return undefined
  const content = text.slice(opening[0].length, closing)
  const summary = /^\s*<summary>([\s\S]{0,2000}?)<\/summary>/i.exec(content)
  const body = content.slice(summary?.[0].length ?? 0).split('\n')
  const isOpen = /\bopen\b/i.test(opening[1] ?? '') && markup` open`
  return {
    html: markup`<details${isOpen}><summary>${inline((summary?.[1] ?? 'Details').trim(), options)}</summary>${nest(body, options, depth)}</details>`,
    next: end + 1,
  }
}

const nest = (lines: readonly string[], options: InlineOptions, depth: number): Html =>
  new Html(blocks(lines, options, depth + 1))
