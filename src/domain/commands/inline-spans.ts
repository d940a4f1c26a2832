// Code spans, HTML comments and HTML tags in the lines of one paragraph: text in them is not what a reader sees as words.

export interface Span {
  start: number
  end: number
}

/** A tag longer than this is taken for text: looking on would take quadratic time on a text made for that. */
const LONGEST_TAG = 2000

interface Run {
  at: number
  length: number
}

const backslashesBefore = (text: string, at: number): number => {
  let count = 0
  while (text[at - 1 - count] === '\\') count += 1
  return count
}

/** Finds the next run of exactly so many backticks; `from` never goes back, so that all calls together are linear. */
function runFinder(text: string): (length: number, from: number) => Run | undefined {
  const runs = new Map<number, { list: Run[]; next: number }>()
  for (const match of text.matchAll(/`+/g)) {
    const run = { at: match.index, length: match[0].length }
    const known = runs.get(run.length)
    if (known === undefined) runs.set(run.length, { list: [run], next: 0 })
    else known.list.push(run)
  }
  return (length, from) => {
    const known = runs.get(length)
    if (known === undefined) return undefined
    while ((known.list[known.next]?.at ?? Infinity) < from) known.next += 1
    return known.list[known.next]
  }
}

/** The end of a tag that begins here, past quoted attribute values; undefined when it does not end. */
function tagEnd(text: string, start: number): number | undefined {
  const limit = Math.min(text.length, start + LONGEST_TAG)
  let quote: string | undefined
  for (let i = start + 1; i < limit; i += 1) {
    const c = text[i]
    if (quote !== undefined) {
      if (c === quote) quote = undefined
    } else if (c === '"' || c === "'") quote = c
    else if (c === '>') return i + 1
    else if (c === '<') return undefined
  }
  return undefined
}

/** Everything in the paragraph that does not read as words, in order and without overlap. Linear in its length. */
export function hiddenSpans(text: string): Span[] {
  const spans: Span[] = []
  const closing = runFinder(text)
  const lastClose = text.lastIndexOf('-->')
  const special = /`+|<!--|<(?=[A-Za-z/])/g
  for (let match = special.exec(text); match !== null; match = special.exec(text)) {
    const start = match.index
    const [found] = match
    const escaped = backslashesBefore(text, start) % 2 === 1
    let end: number | undefined
    if (found.startsWith('`')) {
      const length = escaped ? found.length - 1 : found.length
      const close = length === 0 ? undefined : closing(length, start + found.length)
      end = close === undefined ? undefined : close.at + close.length
    } else if (!escaped && found === '<!--') {
      end = start + 2 <= lastClose ? text.indexOf('-->', start + 2) + 3 : undefined
    } else if (!escaped) end = tagEnd(text, start)
    if (end === undefined) continue
    spans.push({ start, end })
    special.lastIndex = end
  }
  return spans
}
