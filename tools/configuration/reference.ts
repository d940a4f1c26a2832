// A JSON Schema as tables: one row for each key, with its type, its default, what it means and an example.

import { stringify } from 'yaml'
import { isNode, type Node } from './schemas.ts'

export interface Row {
  key: string
  type: string
  default: string
  meaning: string
  example: string
}

/** Prose in a cell: nothing in it is markup. */
export const prose = (text: string): string => text.replaceAll(/[|*<>]/g, (sign) => `\\${sign}`)

/** A value as it is written in YAML, on one line. */
const inline = (value: unknown): string =>
  stringify(value, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false }).trim()

export const code = (text: string): string => (text === '' ? '' : `\`${text.replaceAll('|', '\\|')}\``)

function options(node: Node): Node[] {
  const some = node['anyOf'] ?? node['oneOf']
  return Array.isArray(some) ? some.filter(isNode) : []
}

/** The name of a definition that is shown by itself. */
const REFERENCE = '#/$defs/'
const DEFINED: Readonly<Record<string, string>> = { HookStep: 'step' }

function range(node: Node): string {
  const [least, most] = [node['minimum'] ?? node['exclusiveMinimum'], node['maximum']]
  const bound = (value: unknown): value is number =>
    typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER
  if (bound(least) && bound(most))
    return `, ${node['exclusiveMinimum'] === undefined ? '' : 'above '}${least} to ${most}`
  return bound(least) ? `, at least ${least}` : ''
}

const plural = (type: string): string =>
  type.replace(/^(text|step)\b/, '$1s').replace(/^group of keys\b/, 'groups of keys')

/** What may stand there, in words. */
export function typeOf(node: Node): string {
  if (Array.isArray(node['enum'])) return node['enum'].map(String).join(', ')
  if (node['const'] !== undefined) return JSON.stringify(node['const'])
  const { $ref: to } = node
  if (typeof to === 'string') return DEFINED[to.slice(REFERENCE.length)] ?? 'anything'
  const some = options(node)
  if (some.length > 0) return some.map(typeOf).join(', or ')
  switch (node['type']) {
    case 'string':
      return 'text'
    case 'integer':
      return `whole number${range(node)}`
    case 'number':
      return `number${range(node)}`
    case 'boolean':
      return 'true, false'
    case 'null':
      return 'null'
    case 'array':
      return `list of ${isNode(node['items']) ? plural(typeOf(node['items'])) : 'anything'}`
    case 'object':
      return isNode(node['additionalProperties']) ? 'groups of keys by name' : 'group of keys'
    default:
      return 'anything'
  }
}

const propertiesOf = (node: Node): [string, Node][] =>
  isNode(node['properties'])
    ? Object.entries(node['properties']).flatMap(([name, value]): [string, Node][] =>
        isNode(value) ? [[name, value]] : [],
      )
    : []

const isRequired = (node: Node, name: string): boolean =>
  Array.isArray(node['required']) && node['required'].includes(name)

/** Whether all values of a group have the same keys, as those of `routing` have: these are shown once. */
function isAlike(values: readonly [string, Node][]): boolean {
  const shapes = new Set(values.map(([, value]) => JSON.stringify(value['properties'] ?? null)))
  return values.length > 2 && shapes.size === 1 && !shapes.has('null')
}

interface Child {
  /** What is put behind the key above: `.name`, `[].name`, `.<name>.key`. */
  suffix: string
  node: Node
  required: boolean
}

/** What lies below a key. Lists and maps have no row of their own: what is in them has. */
function below(node: Node): Child[] {
  const own = propertiesOf(node).map(([name, value]): Child => ({
    suffix: `.${name}`,
    node: value,
    required: isRequired(node, name),
  }))
  const within = (child: unknown, prefix: string): Child[] =>
    isNode(child) ? below(child).map((one) => ({ ...one, suffix: `${prefix}${one.suffix}` })) : []
  return [
    ...own,
    ...within(node['items'], '[]'),
    ...within(node['additionalProperties'], '.<name>'),
    ...options(node).flatMap((option) => within(option, '')),
  ]
}

function row(key: string, node: Node, required: boolean, fallback: unknown): Row {
  const value = fallback ?? node['default']
  const [example]: unknown[] = Array.isArray(node['examples']) ? node['examples'] : []
  return {
    key,
    type: typeOf(node),
    default:
      value !== undefined
        ? isNode(value) && Object.keys(value).length === 0 && isNode(node['properties'])
          ? 'those of its keys'
          : code(inline(value))
        : required
          ? 'required'
          : 'none',
    meaning: typeof node['description'] === 'string' ? node['description'] : '',
    example: example === undefined || example === null ? '' : code(inline(example)),
  }
}

/** Every key below a path, in the order of the schema. `defaults` are those that the schema does not state, by key. */
export function rowsBelow(node: Node, path: string, defaults: Readonly<Record<string, unknown>> = {}): Row[] {
  const values = propertiesOf(node)
  const [first] = values
  if (first !== undefined && isAlike(values)) {
    return [
      ...values.map(([name, value]) => row(`${path}.${name}`, value, isRequired(node, name), undefined)),
      ...rowsBelow(first[1], `${path}.<name>`, defaults),
    ]
  }
  return below(node).flatMap((child) => {
    const key = `${path}${child.suffix}`
    const name = child.suffix.split('.').at(-1) ?? child.suffix
    return [row(key, child.node, child.required, defaults[name]), ...rowsBelow(child.node, key, defaults)]
  })
}

/** One key of the top of a file. */
export function topRow(schema: Node, name: string): Row {
  return row(name, topNode(schema, name), isRequired(schema, name), undefined)
}

export const topKeys = (schema: Node): string[] => propertiesOf(schema).map(([name]) => name)

/** The schema of one key of the top of a file. Raises when there is none. */
export function topNode(schema: Node, name: string): Node {
  const found = propertiesOf(schema).find(([key]) => key === name)
  if (found === undefined) throw new RangeError(`the schema has no key ${name}`)
  return found[1]
}

/** What is under a definition, once for all that refer to it; keys that all its forms have in the same way have one row. */
export function definitionRows(schema: Node, name: string, path: string): Row[] {
  const all: unknown = schema['$defs']
  const node = isNode(all) ? all[name] : undefined
  if (!isNode(node)) throw new RangeError(`the schema defines no ${name}`)
  const rows = rowsBelow(node, path)
  return rows.filter(
    (one, i) => rows.findIndex(({ key, meaning }) => key === one.key && meaning === one.meaning) === i,
  )
}

export const hasKeys = (node: Node): boolean => below(node).length > 0

const cells = (values: readonly string[]): string => `| ${values.join(' | ')} |`

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [cells(head), cells(head.map(() => '---')), ...rows.map(cells)].join('\n')

/** The table of the rows. */
export const keyTable = (rows: readonly Row[]): string =>
  table(
    ['key', 'type', 'default', 'meaning', 'example'],
    rows.map((one) => [code(one.key), prose(one.type), one.default, prose(one.meaning), one.example]),
  )
