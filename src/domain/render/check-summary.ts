// Reads the summary of one of our checks back into what it was made of: trees, tables, outputs of steps, and words.

import { REASON_MARKS, type Reason, type ReasonState } from '../reason.ts'
import { unquoted } from './text.ts'

export interface CheckSummary {
  trees: Reason[]
  /** Each with its heading as the first row. */
  tables: string[][][]
  outputs: { of: string; text: string }[]
  notes: string[]
}

const ALL: readonly ReasonState[] = ['pass', 'fail', 'pending', 'unproven', 'info']
const STATES = new Map(ALL.map((state) => [REASON_MARKS[state], state]))
const BULLET = new RegExp(`^( *)- (${[...STATES.keys()].join('|')}) (.*)$`, 'su')
const RULE = /^\|[-|: ]+\|$/
const OUTPUT = /^<details><summary>Output of (.*)<\/summary>$/s

const words = (text: string): string => unquoted(text).replaceAll(/\*\*(.+?)\*\*/g, '$1')

/** The cells of a row as cell() wrote them: a bar behind an odd number of backslashes is text. */
function cellsOf(row: string): string[] {
  const cells: string[] = []
  let cell = ''
  let at = 0
  for (const match of row.matchAll(/(\\*)\|/g)) {
    const slashes = match[1]?.length ?? 0
    cell += row.slice(at, match.index) + '\\'.repeat(slashes % 2 === 1 ? (slashes - 1) / 2 : slashes)
    if (slashes % 2 === 1) cell += '|'
    else {
      cells.push(words(cell.trim()))
      cell = ''
    }
    at = match.index + match[0].length
  }
  return cells.slice(1)
}

/** Adds a bullet to the tree that is being read; one that is deeper than it can be goes to the deepest that there is. */
function place(
  trees: Reason[],
  path: { children: Reason[] }[],
  depth: number,
  node: Reason & { children: Reason[] },
): void {
  path.length = Math.min(depth, path.length)
  const parent = path.at(-1)
  if (parent === undefined) trees.push(node)
  else parent.children.push(node)
  path.push(node)
}

/** Takes Markdown of ours. Whatever else stands there, as when it was cut, comes out as notes: nothing is lost or raised. */
export function readSummary(markdown: string): CheckSummary {
  const found: CheckSummary = { trees: [], tables: [], outputs: [], notes: [] }
  const lines = markdown.replaceAll('\r\n', '\n').split('\n')
  const path: { children: Reason[] }[] = []
  let table: string[][] | undefined
  for (let i = 0; i < lines.length; i += 1) {
    const text = lines[i] ?? ''
    const bullet = BULLET.exec(text)
    const state = STATES.get(bullet?.[2] ?? '')
    if (!text.startsWith('|')) table = undefined
    const step = OUTPUT.exec(text)
    if (bullet !== null && state !== undefined) {
      const node = { state, text: words(bullet[3] ?? ''), children: [] }
      place(found.trees, path, Math.floor((bullet[1]?.length ?? 0) / 2), node)
    } else if (text.startsWith('|')) {
      if (table === undefined) found.tables.push((table = []))
      if (!RULE.test(text)) table.push(cellsOf(text))
    } else if (step !== null) {
      const opening = lines.findIndex((one, at) => at > i && /^`{3,}$/.test(one))
      const closing = lines.findIndex((one, at) => at > opening && one === lines[opening])
      const last = closing === -1 ? lines.length : closing
      if (opening === -1) continue
      found.outputs.push({ of: words(step[1] ?? ''), text: lines.slice(opening + 1, last).join('\n') })
      i = last
    } else if (text.trim() !== '' && text !== '</details>') found.notes.push(words(text))
  }
  return found
}
