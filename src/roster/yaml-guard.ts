// Refuses YAML that is legal and dangerous, from its tokens alone, before anything recursive sees it.

import { CST, Lexer } from 'yaml'

/** Nesting far beyond any real file; the composer takes minutes for some thousands. */
const MAX_FLOW_DEPTH = 12
const MAX_LINE_ITEMS = 4
/** Looking for duplicate keys compares every key of a map with every other. */
const MAX_KEYS = 2000

export interface GuardFinding {
  line: number
  message: string
  expected: string
}

const refusals: ReadonlyMap<string, { message: string; expected: string }> = new Map([
  [
    'anchor',
    { message: 'anchors (`&name`) are not supported', expected: 'the value written out where it is used' },
  ],
  [
    'alias',
    {
      message: 'aliases (`*name`) are not supported',
      expected: 'the value, or quotes when a text starts with `*`',
    },
  ],
  [
    'tag',
    {
      message: 'tags (`!name`) are not supported',
      expected: 'the plain value, or quotes when a text starts with `!`',
    },
  ],
  ['explicit-key-ind', { message: 'complex keys (`? key`) are not supported', expected: '`key: value`' }],
  [
    'directive-line',
    { message: 'YAML directives (`%YAML`) are not supported', expected: 'the content alone' },
  ],
])

/** Runs in time linear in the text. Returns the first finding, or null: line numbers are 1-based. */
export function guardYaml(text: string): GuardFinding | null {
  let line = 1
  let depth = 0
  let items = 0
  let keys = 0
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token) ?? 'unknown'
    const refusal = refusals.get(type)
    if (refusal) return { line, ...refusal }
    if (type === 'flow-map-start' || type === 'flow-seq-start') depth += 1
    if (type === 'flow-map-end' || type === 'flow-seq-end') depth -= 1
    if (type === 'seq-item-ind') items += 1
    if (type === 'map-value-ind') keys += 1
    if (depth > MAX_FLOW_DEPTH || items > MAX_LINE_ITEMS) {
      return { line, message: 'it is nested too deeply', expected: 'the few levels that this file has' }
    }
    if (keys > MAX_KEYS) {
      return { line, message: `it has more than ${MAX_KEYS} keys`, expected: 'the keys of this format only' }
    }
    const breaks = token.split('\n').length - 1
    if (breaks > 0) items = 0
    line += breaks
  }
  return null
}
