// YAML text → plain data that remembers on which line each key stood.

import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import type { Problem } from '../domain/roster/problem.ts'
import { asError } from '../errors.ts'
import { visible } from './show.ts'
import { guardYaml } from './yaml-guard.ts'

export type KeyPath = readonly (string | number)[]

export interface YamlSource {
  data: unknown
  /** 1-based line of the key (or list item) at the path; of the nearest one above it when it is not there. */
  lineOf: (path: KeyPath) => number
}

export interface YamlInput {
  file: string
  text: string
  /** Largest size in characters. */
  maxLength: number
  /** A valid beginning of such a file, for the report. */
  example: string
}

const expectations: ReadonlyMap<string, string> = new Map([
  ['DUPLICATE_KEY', 'each key once'],
  ['TAB_AS_INDENT', 'spaces for indentation, two per level'],
  ['BLOCK_AS_IMPLICIT_KEY', 'quotes around a text that holds a colon and a space'],
  ['MULTILINE_IMPLICIT_KEY', 'a text of several lines indented below `key: |`'],
  ['UNEXPECTED_TOKEN', 'one value per key: a text with quotes in it stands indented below `key: |`'],
  ['MULTIPLE_DOCS', 'one document: no second `---`'],
  ['MISSING_CHAR', 'the closing quote or bracket'],
  ['BAD_INDENT', 'keys of one level starting in the same column'],
])

function lineFinder(document: Document.Parsed, lines: LineCounter): YamlSource['lineOf'] {
  return (path) => {
    let node: unknown = document.contents
    let at = isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? 0) : 0
    for (const part of path) {
      if (isMap(node)) {
        const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part))
        if (!pair || !isScalar(pair.key)) break
        at = pair.key.range?.[0] ?? at
        node = pair.value
      } else if (isSeq(node)) {
        node = typeof part === 'number' ? node.items[part] : undefined
        if (!isScalar(node) && !isMap(node) && !isSeq(node)) break
        at = node.range?.[0] ?? at
      } else {
        break
      }
    }
    return Math.max(1, lines.linePos(at).line)
  }
}

/** Parses strictly: no anchors, tags, duplicate keys or second document; size and nesting are capped. Never throws. */
export function readYaml(input: YamlInput): { source: YamlSource } | { problems: Problem[] } {
  const problem = (line: number, message: string, expected: string): Problem => ({
    file: input.file,
    line,
    key: '',
    message,
    expected,
    example: input.example,
  })
  if (input.text.length > input.maxLength) {
    const message = `it has ${input.text.length} characters; at most ${input.maxLength} are read`
    return { problems: [problem(1, message, 'a shorter file')] }
  }
  const nul = input.text.indexOf('\0')
  if (nul !== -1) {
    const line = input.text.slice(0, nul).split('\n').length
    return { problems: [problem(line, 'it holds a NUL character', 'a text file in UTF-8')] }
  }
  const refused = guardYaml(input.text)
  if (refused) return { problems: [problem(refused.line, refused.message, refused.expected)] }
  try {
    const lines = new LineCounter()
    const options = { lineCounter: lines, prettyErrors: false, stringKeys: true } as const
    const document = parseDocument(input.text, options)
    const faults = [...document.errors, ...document.warnings]
    if (faults.length > 0) {
      const reported = faults.map((fault) =>
        problem(
          Math.max(1, lines.linePos(fault.pos[0]).line),
          `not valid YAML: ${visible(fault.message)}`,
          expectations.get(fault.code) ?? 'valid YAML',
        ),
      )
      // What follows on the same line is the parser's confusion, not another mistake.
      const firstOfLine = new Map(reported.toReversed().map((one) => [one.line, one]))
      return { problems: [...firstOfLine.values()].toReversed().slice(0, 20) }
    }
    return { source: { data: document.toJS({ maxAliasCount: 0 }), lineOf: lineFinder(document, lines) } }
  } catch (error) {
    return {
      problems: [problem(1, `it could not be read: ${visible(asError(error).message)}`, 'valid YAML')],
    }
  }
}
