// What one line of an analysis is, however people write it: a heading, a labelled item, a task.

const MARK = /^\s{0,12}(?:[-*+•]|\d{1,3}[.)])(?:\s+|$)/

export const SECTIONS = ['Project Analysis', 'Phase Breakdown', 'Experiment Plan'] as const
export type SectionName = (typeof SECTIONS)[number]

export type Heading =
  | { kind: 'section'; name: SectionName }
  | { kind: 'phase'; title: string }
  | { kind: 'other'; text: string }

const bare = (text: string): string =>
  text
    .replaceAll(/[*_`]/g, '')
    .replace(/\s*:\s*$/, '')
    .trim()

function named(text: string): Exclude<Heading, { kind: 'other' }> | undefined {
  const section = SECTIONS.find((name) => bare(text).toLowerCase().startsWith(name.toLowerCase()))
  if (section !== undefined) return { kind: 'section', name: section }
  const [, title] =
    /^[*_]*phase\s*#?\d{1,3}(?![\w.]*\d)\s*[*_]*\s*(?:[:.–—-]|$)\s*(.*)$/i.exec(text.trim()) ?? []
  return title === undefined
    ? undefined
    : { kind: 'phase', title: title.replace(/^\*+\s*|\s*[*#]+$/g, '').trim() }
}

/** `## …`, a line that is bold as a whole, or `Phase 1: …`; undefined for any other line. */
export function headingOf(line: string): Heading | undefined {
  const [, text] = /^ {0,3}#{1,6}[ \t]+(.*)$/.exec(line) ?? []
  if (text !== undefined) return named(text) ?? { kind: 'other', text: bare(text) }
  const [, bold] = /^\s{0,3}\*\*([^*]+)\*\*\s*:?\s*$/.exec(line) ?? []
  return named(bold ?? (/^phase\s/i.test(line) ? line : ''))
}

export interface Item {
  /** Undefined: text without list mark. */
  mark: boolean
  indent: number
  text: string
}

export function itemOf(line: string): Item {
  const mark = MARK.exec(line)
  const text = (mark === null ? line : line.slice(mark[0].length)).trim()
  return { mark: mark !== null, indent: /^\s*/.exec(line)?.[0].replaceAll('\t', '    ').length ?? 0, text }
}

/** Emphasis that was opened and not closed before the colon ends right after it: `**Task Type:** x`. */
const unopened = (open: string, close: string, text: string): string =>
  (open !== '' && close === '' ? text.replace(/^[*_]{1,3}\s*/, '') : text).trim()

/** `**Task Type**: x`, `**Task Type:** x`, `Task type: x`, `Task type – x`. */
export function labelled(text: string): { label: string; value: string } | undefined {
  const [, open = '', label, close = '', value] =
    /^([*_]{0,3})([\p{L}][\p{L}\p{N} /()&-]{0,39}?)([*_]{0,3})\s*(?::|：| [–—-] )\s*(.*)$/u.exec(text) ?? []
  if (label === undefined || value === undefined) return undefined
  return { label: label.trim(), value: unopened(open, close, value) }
}

/** `[ML Engineer]: task`, `**[ML Engineer]:** task`, `[ ] [scout] - task`. */
export function bracketed(text: string): { agent: string; task: string } | undefined {
  const unticked = text.replace(/^\[[ xX]?\]\s+(?=\S)/, '')
  const [, open = '', agent, close = '', task] =
    /^([*_]{0,3})\[([^[\]]{0,200})\](?!\()([*_]{0,3})\s*(?:[:：–—-]\s*)?(.*)$/.exec(unticked) ?? []
  if (agent === undefined || task === undefined) return undefined
  return { agent: agent.trim(), task: unopened(open, close, task) }
}

/** Splits at commas and semicolons outside brackets: `Accuracy, F1 (macro, micro)` has two entries. */
export function entriesOf(text: string): string[] {
  const entries = ['']
  let depth = 0
  for (const character of text) {
    if ('([{'.includes(character)) depth += 1
    if (')]}'.includes(character)) depth = Math.max(0, depth - 1)
    if (depth === 0 && (character === ',' || character === ';')) entries.push('')
    else entries.push((entries.pop() ?? '') + character)
  }
  return entries.map((entry) => entry.trim()).filter((entry) => entry !== '')
}

/** `[what to compare against]`: the format's own words, left in place. */
export const isPlaceholder = (text: string): boolean => /^\[[^[\]]*\]$/.test(text.trim())

/** `ML Engineer`, `ml_engineer` and `@ml-engineer` are one. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
