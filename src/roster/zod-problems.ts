// zod's issues → problems with file, line, what was expected and a valid example.

import { z } from 'zod'
import { dottedPath } from '../domain/roster/problem.ts'
import type { Finding, Problem } from '../domain/roster/problem.ts'
import { didYouMean } from '../domain/did-you-mean.ts'
import { schemaHint } from './schema-hint.ts'
import { quote, show } from './show.ts'
import type { KeyPath, YamlSource } from './yaml-source.ts'

const nouns: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
}

function valueAt(data: unknown, path: KeyPath): unknown {
  let value = data
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = Object.entries(value).find(([key]) => key === String(part))?.[1]
  }
  return value
}

const range = (issue: { inclusive?: boolean | undefined }, word: string, limit: unknown): string =>
  `${issue.inclusive === false ? (word === 'least' ? 'more than' : 'less than') : `at ${word}`} ${String(limit)}`

const units: Readonly<Record<string, [one: string, many: string]>> = {
  string: [' character', ' characters'],
  array: [' entry', ' entries'],
}

const unit = (origin: string, limit: unknown): string => units[origin]?.[limit === 1 ? 0 : 1] ?? ''

function messageFor(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined && issue.code !== 'custom') return 'it is missing'
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${nouns[issue.expected] ?? issue.expected}, found ${show(value)}`
    case 'invalid_value': {
      const meant = typeof value === 'string' ? didYouMean(value, issue.values.map(String)) : undefined
      const known = issue.values.map(String).join(', ')
      return `${show(value)} is not known here; use ${meant === undefined ? '' : `${quote(meant)}, or `}one of: ${known}`
    }
    case 'too_small':
      return `expected ${range(issue, 'least', issue.minimum)}${unit(issue.origin, issue.minimum)}, found ${size(value)}`
    case 'too_big':
      return `expected ${range(issue, 'most', issue.maximum)}${unit(issue.origin, issue.maximum)}, found ${size(value)}`
    case 'invalid_union':
      return value === null
        ? 'expected a value, found nothing'
        : `${show(value)} fits none of the forms allowed here`
    case 'invalid_key':
      return `the key is not usable: ${issue.issues[0]?.message ?? issue.message}`
    case 'invalid_format':
      return `${show(value)} does not fit: ${issue.message}`
    case 'custom':
    case 'invalid_element':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      break
  }
  return value === undefined ? issue.message : `${show(value)}: ${issue.message}`
}

/** Texts are measured without the blanks around them, as the schemas do. */
const size = (value: unknown): string =>
  typeof value === 'string'
    ? `${value.trim().length}`
    : Array.isArray(value)
      ? `${value.length}`
      : show(value)

export interface ParseContext {
  file: string
  source: YamlSource
  /** JSON Schema of the file, input side. */
  schema: Record<string, unknown>
}

/** One problem per wrong key; unknown keys name the one that was probably meant. */
export function problemsFromZod(context: ParseContext, error: z.ZodError): Problem[] {
  return error.issues.flatMap((issue): Problem[] => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
    if (issue.code !== 'unrecognized_keys') {
      const { expected, example } = schemaHint(context.schema, path)
      const message = messageFor(issue, valueAt(context.source.data, path))
      return [
        {
          file: context.file,
          line: context.source.lineOf(path),
          key: dottedPath(path),
          message,
          expected,
          example,
        },
      ]
    }
    const parent = schemaHint(context.schema, path)
    return issue.keys.map((key) => {
      const meant = didYouMean(key, parent.keys)
      const hint = meant === undefined ? undefined : schemaHint(context.schema, [...path, meant])
      return {
        file: context.file,
        line: context.source.lineOf([...path, key]),
        key: dottedPath([...path, quote(key).slice(1, -1)]),
        message: `unknown key ${quote(key)}${meant === undefined ? '' : `; did you mean ${quote(meant)}?`}`,
        expected: hint?.expected ?? `one of: ${parent.keys.join(', ')}`,
        example: hint?.example ?? parent.example,
      }
    })
  })
}

/** Findings of the cross-checks, with file and line. */
export const problemsFromFindings = (
  context: Omit<ParseContext, 'schema'>,
  findings: readonly Finding[],
): Problem[] =>
  findings.map(({ path, message, expected, example }) => ({
    file: context.file,
    line: context.source.lineOf(path),
    key: dottedPath(path),
    message,
    expected,
    example,
  }))

/** The JSON Schema that hints are read from. */
export const inputSchema = (schema: z.ZodType): Record<string, unknown> => ({
  ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
})
