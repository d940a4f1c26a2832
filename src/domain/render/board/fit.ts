// A text of sections that has to fit into one issue or comment: what does not is left out by name.

export interface Section {
  /** How it is called where it is left out: `the diagram`. */
  name: string
  text: string
}

/** GitHub takes 65,536 characters; some are left for the marker. */
export const MOST_CHARACTERS = 64_000

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n')

/** `head` always stays. Sections are dropped as whole ones, the longest first: what is left is what most people look for. */
export function fitted(head: string, sections: readonly Section[], most = MOST_CHARACTERS): string {
  const kept = sections.filter(({ text }) => text !== '')
  const left: string[] = []
  for (;;) {
    const note = left.length === 0 ? '' : `<sub>GitHub has no room for ${left.join(', ')}.</sub>`
    const text = joined([head, ...kept.map((section) => section.text), note])
    const longest = kept.toSorted((a, b) => b.text.length - a.text.length)[0]
    if (text.length <= most || longest === undefined) return text
    kept.splice(kept.indexOf(longest), 1)
    left.push(longest.name)
  }
}

/** At most `most` of the items, and how many are not among them in words: `… and 3 more tasks`. */
export function atMost<T>(
  items: readonly T[],
  most: number,
  noun: string,
): { shown: readonly T[]; rest: string } {
  const rest = items.length - most
  return rest <= 0
    ? { shown: items, rest: '' }
    : { shown: items.slice(0, most), rest: `… and ${rest} more ${rest === 1 ? noun : `${noun}s`}` }
}

/** A Markdown table; empty without rows. Cells are given as they are to stand there. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[], rest = ''): string {
  if (rows.length === 0) return ''
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const body = [line(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n')
  return rest === '' ? body : `${body}\n\n${rest}`
}
