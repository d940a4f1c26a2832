// The body of a plan document: context first, then a section `## Wave N` for each wave that has prose.

/** `## Wave 3`, `## Wave 3: Freeze the API`, `## wave #3 – …`. */
const HEADING = /^ {0,3}##[ \t]+wave[ \t]+#?(\d{1,9})(?![\w.])/i
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/

export interface Section {
  wave: number
  /** 1-based, within the body. */
  line: number
  prose: string
}

export interface Body {
  context: string
  sections: readonly Section[]
  /** 1-based line of a code block that is never closed; null: every one is. */
  openFence: number | null
}

interface Fence {
  mark: string
  line: number
}

/** The code block that is open after the line. */
function fenceAfter(line: string, at: number, open: Fence | null): Fence | null {
  const [, mark, info = ''] = FENCE.exec(line) ?? []
  if (mark === undefined) return open
  if (open === null) return mark.startsWith('`') && info.includes('`') ? null : { mark, line: at }
  const closes = mark[0] === open.mark[0] && mark.length >= open.mark.length && info.trim() === ''
  return closes ? null : open
}

/** Blank lines around it go; indentation of the first line is part of the text. */
const trimmed = (lines: readonly string[]): string =>
  lines
    .join('\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()

/** Splits a body. Headings within code blocks are text. Linear in the body. */
export function readBody(body: string): Body {
  const context: string[] = []
  const sections: { wave: number; line: number; lines: string[] }[] = []
  let open: Fence | null = null
  for (const [i, line] of body.split('\n').entries()) {
    const heading: RegExpExecArray | null = open === null ? HEADING.exec(line) : null
    if (heading !== null) sections.push({ wave: Number(heading[1]), line: i + 1, lines: [] })
    else (sections.at(-1)?.lines ?? context).push(line)
    open = fenceAfter(line, i + 1, open)
  }
  return {
    context: trimmed(context),
    sections: sections.map(({ wave, line, lines }) => ({ wave, line, prose: trimmed(lines) })),
    openFence: open === null ? null : open.line,
  }
}

/** Prose that neither starts a section nor swallows one: headings of waves are escaped, an open code block is closed. */
export function contained(prose: string): string {
  let open: Fence | null = null
  const lines: string[] = []
  for (const [i, line] of prose.replaceAll(/\r\n?/g, '\n').split('\n').entries()) {
    lines.push(open === null && HEADING.test(line) ? line.replace('##', '\\##') : line)
    open = fenceAfter(line, i + 1, open)
  }
  if (open !== null) lines.push(open.mark)
  return trimmed(lines)
}
