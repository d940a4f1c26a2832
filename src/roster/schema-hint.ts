// What a JSON Schema says about one key: what is expected there, an example, and the names of the keys beside it.

import { stringify } from 'yaml'
import type { KeyPath } from './yaml-source.ts'

export interface SchemaHint {
  expected: string
  /** The key with a valid value, as YAML. */
  example: string
  /** Keys that may stand under it. */
  keys: string[]
}

type Node = Record<string, unknown>

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const optionsOf = (node: Node): Node[] => {
  const options: unknown = node['anyOf'] ?? node['oneOf']
  return Array.isArray(options) ? options.filter(isNode) : []
}
const branches = (node: Node): Node[] => [node, ...optionsOf(node).flatMap(branches)]

/** What a reference within the schema refers to; any other node as it is. */
function resolved(schema: Node, node: Node): Node {
  const name = typeof node['$ref'] === 'string' ? /^#\/\$defs\/(\w+)$/.exec(node['$ref'])?.[1] : undefined
  const defined = name !== undefined && isNode(schema['$defs']) ? schema['$defs'][name] : undefined
  return isNode(defined) ? defined : node
}

function child(schema: Node, node: Node, part: string | number): Node | undefined {
  for (const branch of branches(node)) {
    const properties: unknown = branch['properties']
    const found: unknown =
      typeof part === 'number'
        ? branch['items']
        : isNode(properties) && Object.hasOwn(properties, part)
          ? properties[part]
          : branch['additionalProperties']
    if (isNode(found)) return resolved(schema, found)
  }
  return undefined
}

const keysOf = (node: Node): string[] => [
  ...new Set(
    branches(node).flatMap((branch) =>
      isNode(branch['properties']) ? Object.keys(branch['properties']) : [],
    ),
  ),
]

const exampleOf = (node: Node): unknown => (Array.isArray(node['examples']) ? node['examples'][0] : undefined)

/** Looks a path up in a schema made by zod. Where the path leaves the schema, the nearest described key above answers. */
export function schemaHint(schema: Node, path: KeyPath): SchemaHint {
  let node: Node | undefined = schema
  let described: { node: Node; key: string | number | undefined } = { node: schema, key: undefined }
  for (const part of path) {
    node = node && child(schema, node, part)
    if (!node) break
    if (typeof node['description'] === 'string') described = { node, key: part }
  }
  const value = exampleOf(described.node)
  const { description } = described.node
  const whole = typeof described.key === 'string' ? { [described.key]: value } : value
  return {
    expected: typeof description === 'string' ? description : 'a group of keys',
    example: value === undefined ? '' : stringify(whole).trimEnd(),
    keys: node ? keysOf(node) : [],
  }
}
