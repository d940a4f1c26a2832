// Turns OpenAPI 3.0 schemas into plain JSON Schema without prose, and hoists what repeats.

import { createHash } from 'node:crypto'
import { InternalError } from '../src/errors.ts'
import { corrected, isObject } from '../src/rehearsal/contract/departures.ts'
import type { Json, JsonObject } from '../src/rehearsal/contract/departures.ts'

export type { Json, JsonObject }
export { isObject }

/** The object under `key`, or an error naming it. */
export function child(value: JsonObject, key: string): JsonObject {
  const found = value[key]
  if (!isObject(found)) throw new InternalError(`the description has no object "${key}"`)
  return found
}

/** The string under `key`, or an error naming it. */
export function text(value: JsonObject, key: string): string {
  const found = value[key]
  if (typeof found !== 'string') throw new InternalError(`the description has no text "${key}"`)
  return found
}

const keptAsIs = new Set([
  'required',
  'enum',
  'format',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'pattern',
  'maxProperties',
  'minProperties',
  'const',
])
const schemaPrefix = '#/components/schemas/'

/**
 * One OpenAPI 3.0 schema as JSON Schema draft-07. `nullable` becomes a union with null. `oneOf` becomes `anyOf`: GitHub's
 * alternatives overlap (an issue label is a string or an object, a number is a number or an integer), so that exactly
 * one would refuse GitHub's own answers. References become the bare name of the definition.
 */
export function toJsonSchema(schema: Json): Json {
  if (typeof schema === 'boolean') return schema
  if (!isObject(schema)) throw new InternalError(`not a schema: ${JSON.stringify(schema)}`)
  if (typeof schema.$ref === 'string') return { $ref: schema.$ref.slice(schemaPrefix.length) }
  const out: JsonObject = {}
  if (schema.type !== undefined) out.type = schema.type
  for (const [key, value] of Object.entries(schema)) {
    if (keptAsIs.has(key)) out[key] = value
    else if (key === 'properties' && isObject(value))
      out.properties = Object.fromEntries(
        Object.entries(value).map(([name, sub]) => [name, corrected(name, toJsonSchema(sub))]),
      )
    else if (key === 'items' || key === 'not' || key === 'additionalProperties')
      out[key] = toJsonSchema(value)
    else if ((key === 'oneOf' || key === 'anyOf' || key === 'allOf') && Array.isArray(value))
      out[key === 'allOf' ? 'allOf' : 'anyOf'] = value.map(toJsonSchema)
  }
  return schema.nullable === true ? withNull(out) : out
}

function withNull(schema: JsonObject): JsonObject {
  const combined = schema.anyOf !== undefined || schema.allOf !== undefined
  if (combined) return { anyOf: [schema, { type: 'null' }] }
  if (schema.type === undefined) return schema
  const types = Array.isArray(schema.type) ? schema.type : [schema.type]
  const nullable: JsonObject = { ...schema, type: [...new Set([...types, 'null'])] }
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) nullable.enum = [...schema.enum, null]
  return nullable
}

/** Adds to `found` the names of all definitions that `schema` needs, directly or through others. */
export function collectRefs(
  schema: Json,
  definitions: (name: string) => Json,
  found: Map<string, Json>,
): void {
  if (Array.isArray(schema)) {
    for (const entry of schema) collectRefs(entry, definitions, found)
    return
  }
  if (!isObject(schema)) return
  if (typeof schema.$ref === 'string' && !found.has(schema.$ref)) {
    const target = definitions(schema.$ref)
    found.set(schema.$ref, target)
    collectRefs(target, definitions, found)
  }
  for (const value of Object.values(schema)) collectRefs(value, definitions, found)
}

/**
 * Moves inlined object schemas that occur more than once into shared definitions named by their content, which makes
 * the file several times smaller. `roots` and the values of `$defs` are rewritten.
 */
export function hoist(
  roots: Json,
  $defs: Record<string, Json>,
): { roots: Json; $defs: Record<string, Json> } {
  const worthwhile = 160
  const counts = new Map<string, number>()
  const count = (value: Json): void => {
    if (Array.isArray(value)) for (const entry of value) count(entry)
    if (!isObject(value)) return
    if (isHoistable(value)) {
      const text = JSON.stringify(value)
      counts.set(text, (counts.get(text) ?? 0) + 1)
      if ((counts.get(text) ?? 0) > 1) return
    }
    for (const entry of Object.values(value)) count(entry)
  }
  count(roots)
  for (const schema of Object.values($defs)) count(schema)

  const shared: Record<string, Json> = {}
  const rewrite = (value: Json, isRoot: boolean): Json => {
    if (Array.isArray(value)) return value.map((entry) => rewrite(entry, false))
    if (!isObject(value)) return value
    if (!isRoot && isHoistable(value)) {
      const text = JSON.stringify(value)
      if (text.length >= worthwhile && (counts.get(text) ?? 0) > 1) {
        const name = `shared-${createHash('sha256').update(text).digest('hex').slice(0, 10)}`
        shared[name] ??= rewrite(value, true)
        return { $ref: name }
      }
    }
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rewrite(entry, false)]))
  }
  const newRoots = rewrite(roots, true)
  const newDefs = Object.fromEntries(
    Object.entries($defs).map(([name, schema]) => [name, rewrite(schema, true)]),
  )
  const sorted = Object.entries({ ...newDefs, ...shared }).sort(([a], [b]) => (a < b ? -1 : 1))
  return { roots: newRoots, $defs: Object.fromEntries(sorted) }
}

const isHoistable = (value: JsonObject): boolean =>
  isObject(value.properties) && (value.type === 'object' || Array.isArray(value.type))

/** JSON with one line per operation and definition, so that a change of GitHub's reads well in a diff. */
export function formatByEntry(head: Record<string, Json>, sections: Record<string, Json>): string {
  const lines = Object.entries(head).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  )
  for (const [key, section] of Object.entries(sections)) {
    if (!isObject(section)) throw new InternalError(`section ${key} is not an object`)
    const entries = Object.entries(section).map(
      ([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
    )
    lines.push(`  ${JSON.stringify(key)}: {\n${entries.join(',\n')}\n  }`)
  }
  return `{\n${lines.join(',\n')}\n}\n`
}
