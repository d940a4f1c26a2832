// A directive from text: the form with headings in capitals, what an issue form makes of it, and the one line of a command.

import { Directive, DIRECTIVE_KINDS, MOST_CHARACTERS, type DirectiveKind } from './directive.ts'
import { FIELDS, type FieldSpec } from './fields.ts'
import { readAgents, readConditions, readLevel, readStatus, type Value } from './values.ts'

export interface DirectiveProblem {
  /** From 1, in the text that was read. */
  line: number
  what: string
  expected: string
  example: string
}

export type ReadDirective =
  | { directive: Directive; /** Empty: everybody. */ to: string[] }
  | { problems: DirectiveProblem[] }

interface Section {
  spec: FieldSpec
  line: number
  text: string
}

/** What nobody can see could say something else to an agent than to the people who read it. */
const INVISIBLE = /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}\u2028\u2029]/u
function hiddenIn(text: string): string | undefined {
  const found = INVISIBLE.exec(text)?.[0]
  if (found === undefined) return text.includes('<!--') ? 'no HTML comment, which nobody sees' : undefined
  const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `no characters that nobody can see (U+${code})`
}

/** Of one text: somebody who pasted a heading ten thousand times reads no more than these. */
const MOST_PROBLEMS = 20

/** What an issue form writes for a field that was left empty. */
const NO_RESPONSE = '_No response_'

const headingOf = (line: string): { name: string; rest: string } | undefined => {
  const form = /^#{2,3}[ \t]+(\S[^\r\n]*)$/.exec(line)?.[1]
  if (form !== undefined) return { name: form.trim().toUpperCase(), rest: '' }
  const [, name, rest] = /^([A-Z][A-Z ]{0,40}):(.*)$/.exec(line) ?? []
  return name === undefined || rest === undefined ? undefined : { name: name.trim(), rest: rest.trim() }
}

/** The kind that the first line with words opens; undefined: the text is no directive. */
export function directiveKind(text: string): DirectiveKind | undefined {
  const first = text.split('\n').find((line) => line.trim() !== '')
  const name = first === undefined ? undefined : headingOf(first.trimEnd())?.name
  return DIRECTIVE_KINDS.find((kind) => FIELDS[kind][0].heading === name)
}

/** In quotes, on one line, with whatever nobody can see written out: a reply shows it to people. */
const shown = (text: string): string =>
  JSON.stringify(text.length <= 80 ? text : `${text.slice(0, 80)}…`).replaceAll(
    new RegExp(INVISIBLE, 'gu'),
    (hidden) => `\\u{${(hidden.codePointAt(0) ?? 0).toString(16)}}`,
  )
const exampleOf = ({ heading, example }: FieldSpec): string => `${heading}: ${example}`

function sections(
  text: string,
  kind: DirectiveKind,
): { found: Map<string, Section>; problems: DirectiveProblem[] } {
  const found = new Map<string, Section>()
  const problems: DirectiveProblem[] = []
  let open: Section | undefined
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trimEnd()
    const heading = headingOf(line)
    const spec = heading && FIELDS[kind].find((one) => one.heading === heading.name)
    if (heading === undefined || spec === undefined) {
      // A line in capitals that is no heading of this kind is part of what somebody wrote.
      if (open !== undefined) open.text += `\n${line}`
      continue
    }
    open = { spec, line: index + 1, text: heading.rest }
    if (found.has(spec.key)) {
      const what = `${spec.heading} stands there twice`
      problems.push({ line: index + 1, what, expected: 'each heading once', example: exampleOf(spec) })
    } else found.set(spec.key, open)
  }
  return { found, problems }
}

function valueOf(spec: FieldSpec, text: string): Value {
  switch (spec.key) {
    case 'previous':
    case 'level':
      return readLevel(text)
    case 'status':
      return readStatus(text)
    case 'conditions':
      return readConditions(text)
    case 'to':
      return readAgents(text)
    default:
      return text.length <= MOST_CHARACTERS
        ? { value: text }
        : { expected: `at most ${MOST_CHARACTERS} characters, not ${text.length}` }
  }
}

/**
 * Reads a directive. Undefined when the text is none; otherwise the directive or every problem at once, each with its line, what was
 * expected and an example. Never raises, takes linear time.
 */
export function parseDirective(text: string): ReadDirective | undefined {
  const kind = directiveKind(text)
  if (kind === undefined) return undefined
  const { found, problems } = sections(text, kind)
  const values: Record<string, unknown> = { kind }
  let to: string[] = []
  for (const spec of FIELDS[kind]) {
    const section = found.get(spec.key)
    const written = (section?.text ?? '').trim()
    if (section === undefined || written === '' || written === NO_RESPONSE) {
      const what = section === undefined ? `${spec.heading} is missing` : `${spec.heading} is empty`
      const line = section?.line ?? 1
      if (spec.required) problems.push({ line, what, expected: 'some words', example: exampleOf(spec) })
      continue
    }
    const hidden = hiddenIn(written)
    const read: Value = hidden === undefined ? valueOf(spec, written) : { expected: hidden }
    if ('expected' in read) {
      const what = `${spec.heading} is ${shown(written)}`
      problems.push({ line: section.line, what, expected: read.expected, example: exampleOf(spec) })
    } else if (spec.key === 'to' && Array.isArray(read.value)) to = read.value.map(String)
    else values[spec.key] = read.value
  }
  if (problems.length > 0)
    return { problems: problems.toSorted((a, b) => a.line - b.line).slice(0, MOST_PROBLEMS) }
  if (kind === 'checkpoint') values['conditions'] ??= [{ on: 'gates' }]
  return { directive: Directive.parse(values), to }
}

const problem = (kind: DirectiveKind, what: string, expected: string, example: string): ReadDirective => ({
  problems: [{ line: 1, what, expected, example: `/baton directive ${kind} ${example}` }],
})

const SHIFT = /^(.+?)(?::| to| ->| →)\s+(critical|high|medium|low|future)\b[\s.,;:-]*(.*)$/is

/** Reads what stands behind `/baton directive <kind>`: `topic: order`, `component to level reason`, `component: conditions`. */
export function directiveOfLine(kind: DirectiveKind, written: string): ReadDirective {
  const text = written.trim()
  const at = text.search(/:\s/)
  const [subject, rest] = at === -1 ? [text, ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  switch (kind) {
    case 'alignment': {
      if (subject !== '' && rest !== '') return { directive: { kind, topic: subject, order: rest }, to: [] }
      return problem(
        kind,
        `the text is ${shown(text)}`,
        'a topic, a colon, and the order',
        '"Tensor layout: rows everywhere"',
      )
    }
    case 'priority-shift': {
      const [, component = '', name = '', why = ''] = SHIFT.exec(text) ?? []
      const level = readLevel(name)
      if (component.trim() === '' || 'expected' in level)
        return problem(
          kind,
          `the text is ${shown(text)}`,
          'a component, `to`, and critical, high, medium, low or future',
          '"Memory mapping to critical: transfers take too long"',
        )
      const justification = why.trim() === '' ? {} : { justification: why.trim() }
      return {
        directive: Directive.parse({
          kind,
          component: component.trim(),
          level: level.value,
          ...justification,
        }),
        to: [],
      }
    }
    case 'checkpoint': {
      if (subject === '')
        return problem(kind, 'the text is empty', 'what is to fit together', '"Matmul pipeline: gates"')
      const read = rest === '' ? undefined : readConditions(rest)
      const steps = read !== undefined && 'expected' in read ? { steps: rest } : {}
      const conditions = read !== undefined && 'value' in read ? read.value : [{ on: 'gates' }]
      return { directive: Directive.parse({ kind, component: subject, conditions, ...steps }), to: [] }
    }
  }
}
