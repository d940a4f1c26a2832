// Plain data → YAML text that every reader takes the same way: block groups, short lists on one line, texts quoted when in doubt.

type Plain = string | number | boolean | null
const isPlain = (value: unknown): value is Plain =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value)

/** Words that some YAML version reads as something else than a text. */
const RESERVED = /^(true|false|null|yes|no|on|off|y|n|nan|inf)$/i

/** Quoted as JSON, which YAML reads the same; characters that YAML calls unprintable are escaped too. */
function text(value: string): string {
  if (/^[A-Za-z][\w ./()+-]*$/.test(value) && !RESERVED.test(value) && !value.endsWith(' ')) return value
  return JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}

const scalar = (value: Plain): string => (typeof value === 'string' ? text(value) : String(value))

const isGroup = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const MAX_LINE = 100

function entry(key: string, value: unknown, indent: string): string[] {
  const name = `${indent}${text(key)}:`
  if (isPlain(value)) return [`${name} ${scalar(value)}`]
  if (Array.isArray(value)) {
    const items: unknown[] = value
    if (items.every(isPlain)) {
      const line = `${name} [${items.map(scalar).join(', ')}]`
      if (line.length <= MAX_LINE) return [line]
    }
    return [name, ...items.flatMap((item) => listItem(item, `${indent}  `))]
  }
  if (!isGroup(value)) return []
  const lines = group(value, `${indent}  `)
  return lines.length === 0 ? [`${name} {}`] : [name, ...lines]
}

function listItem(item: unknown, indent: string): string[] {
  if (isPlain(item)) return [`${indent}- ${scalar(item)}`]
  const lines = isGroup(item) ? group(item, `${indent}  `) : entry('items', item, `${indent}  `)
  const [first = `${indent}  {}`, ...rest] = lines
  return [`${indent}- ${first.trimStart()}`, ...rest]
}

function group(value: Readonly<Record<string, unknown>>, indent: string): string[] {
  return Object.entries(value).flatMap(([key, one]) => (one === undefined ? [] : entry(key, one, indent)))
}

/** The lines of a group of keys, in their order. Undefined values are left out. A list never stands directly in a list. */
export const yamlText = (value: Readonly<Record<string, unknown>>): string => group(value, '').join('\n')
