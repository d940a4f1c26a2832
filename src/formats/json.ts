// JSON of a tool: syntax and shape as problems with a place.

import type { z } from 'zod'
import { asError } from '../errors.ts'
import { visible } from './plain-text.ts'
import type { Problems } from './problems.ts'

/** `line 2, column 5` of an offset in a text. */
export function placeAt(text: string, offset: number): string {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`
}

const NOT_A_NUMBER = /-?\b(?:NaN|nan|Infinity|inf)\b/g

/** The first NaN or Infinity outside of texts: other languages write them, JSON has none. */
function notANumber(text: string): { offset: number; word: string } | undefined {
  let from = 0
  while (from < text.length) {
    const quote = text.indexOf('"', from)
    const end = quote === -1 ? text.length : quote
    const found = [...text.slice(from, end).matchAll(NOT_A_NUMBER)][0]
    if (found) return { offset: from + found.index, word: found[0] }
    if (quote === -1) return undefined
    let close = text.indexOf('"', quote + 1)
    while (close !== -1 && escaped(text, close)) close = text.indexOf('"', close + 1)
    if (close === -1) return undefined
    from = close + 1
  }
  return undefined
}

function escaped(text: string, at: number): boolean {
  let slashes = 0
  while (text[at - 1 - slashes] === '\\') slashes += 1
  return slashes % 2 === 1
}

/** The value, or undefined and a problem. `at`: the text's place where it is only a part (`line 7`). */
export function parseJson(text: string, problems: Problems, at?: string): { value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return { value }
  } catch (error) {
    const bad = notANumber(text)
    if (bad) {
      problems.add(at ?? placeAt(text, bad.offset), `${bad.word} is not JSON`, 'a finite number')
      return undefined
    }
    const { message } = asError(error)
    // Engines tell a position for most errors, and quote the text around it for the others.
    const position = /at position (\d+)/.exec(message)?.[1]
    const whole = text.trimEnd().length
    const cut = /Unexpected end|Unterminated string/i.test(message) || Number(position) >= whole
    const offset = cut ? whole : position === undefined ? undefined : Number(position)
    const said = message.replace(/ in JSON at position.*$/s, '').replace(/ is not valid JSON$/, '')
    problems.add(
      at ?? (offset === undefined ? 'the JSON' : placeAt(text, offset)),
      cut ? 'the JSON ends before it is complete' : `it is not JSON: ${said}`,
      cut ? 'the whole file: was the tool stopped, or the file cut?' : 'JSON as the tool writes it',
    )
    return undefined
  }
}

/** `$.files[0].name`. */
export const jsonPath = (base: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>((place, key) => {
    if (typeof key === 'number') return `${place}[${key}]`
    const name = String(key)
    return /^[\w-]{1,60}$/.test(name) ? `${place}.${name}` : `${place}[${JSON.stringify(visible(name, 60))}]`
  }, base)

/** A value through its schema; what does not fit becomes problems below `place`. */
export function shaped<S extends z.ZodType>(
  schema: S,
  value: unknown,
  place: string,
  problems: Problems,
  expected: string,
): z.output<S> | undefined {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    problems.add(jsonPath(place, issue.path), issue.message.replace(/^Invalid input: /, ''), expected)
  }
  return undefined
}
