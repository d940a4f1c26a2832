// Compiles GitHub's schemas on first use: start-up pays only for the operations that really occur.

import type { ErrorObject, ValidateFunction } from 'ajv'
import { Ajv } from 'ajv'
import ajvFormats from 'ajv-formats'
import { InternalError } from '../../errors.ts'
import { EMAIL } from './departures.ts'
import type { Schema } from './description.ts'

export interface Finding {
  /** JSON pointer into the checked value. */
  at: string
  message: string
}

/** At most this many findings per check: a payload of the wrong kind would fill the report by itself. */
const findingsPerCheck = 12

export interface SchemaSet {
  /** Findings for `value`; none when it conforms. `key` names the schema for the cache. */
  check(key: string, schema: Schema, value: unknown): Finding[]
  /** Names of the top-level properties that a body may have, or undefined when any are allowed. */
  propertyNames(schema: Schema): Set<string> | undefined
}

/**
 * A set of definitions with a compiled-validator cache. With `coerce`, strings such as path parameters count as the
 * number or boolean they spell.
 */
export function createSchemaSet(definitions: Readonly<Record<string, Schema>>, coerce = false): SchemaSet {
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    validateSchema: false,
    inlineRefs: false,
    logger: false,
    coerceTypes: coerce,
    code: { optimize: false },
  })
  ajvFormats.default(ajv)
  ajv.addFormat('email', EMAIL)
  const added = new Set<string>()
  const compiled = new Map<string, ValidateFunction>()

  const lookUp = (name: string): Schema => {
    const found = definitions[name]
    if (found === undefined) throw new InternalError(`the trimmed description lacks the definition "${name}"`)
    return found
  }

  const addDefinitions = (value: unknown): void => {
    if (Array.isArray(value)) for (const entry of value) addDefinitions(entry)
    if (!isRecord(value)) return
    if (typeof value.$ref === 'string' && !added.has(value.$ref)) {
      const definition = lookUp(value.$ref)
      added.add(value.$ref)
      // ajv takes booleans as schemas for addSchema only inside an object.
      ajv.addSchema(typeof definition === 'boolean' ? { allOf: [definition] } : definition, value.$ref)
      addDefinitions(definition)
    }
    for (const entry of Object.values(value)) addDefinitions(entry)
  }

  const propertyNames = (schema: Schema): Set<string> | undefined => {
    if (typeof schema === 'boolean') return undefined
    if (typeof schema.$ref === 'string') return propertyNames(lookUp(schema.$ref))
    if (schema.additionalProperties === true || isRecord(schema.additionalProperties)) return undefined
    const names = new Set(isRecord(schema.properties) ? Object.keys(schema.properties) : [])
    for (const alternative of [schema.anyOf, schema.allOf].flatMap((list) =>
      Array.isArray(list) ? list : [],
    )) {
      // A bare `required` list narrows an object but names nothing new.
      if (!isRecord(alternative)) continue
      for (const name of propertyNames({ additionalProperties: false, ...alternative }) ?? []) names.add(name)
    }
    return names
  }

  return {
    propertyNames,
    check(key, schema, value) {
      let validate = compiled.get(key)
      if (validate === undefined) {
        addDefinitions(schema)
        validate = ajv.compile(schema)
        compiled.set(key, validate)
      }
      return validate(value) ? [] : readable(validate.errors ?? []).slice(0, findingsPerCheck)
    },
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Drops what a failed union only adds as noise: "must be null" beside the real fault, and "must match anyOf". */
function readable(errors: readonly ErrorObject[]): Finding[] {
  const unions = errors.filter((error) => error.keyword === 'anyOf').map((error) => error.instancePath)
  const faults = errors.filter((error) => error.keyword !== 'anyOf' && !isNullAlternative(error, unions))
  const left = errors.filter(
    (error) =>
      error.keyword === 'anyOf' && !faults.some((fault) => fault.instancePath.startsWith(error.instancePath)),
  )
  const seen = new Set<string>()
  return [...faults, ...left].flatMap((error) => {
    const finding = { at: error.instancePath, message: describe(error) }
    const key = `${finding.at} ${finding.message}`
    if (seen.has(key)) return []
    seen.add(key)
    return [finding]
  })
}

const isNullAlternative = (error: ErrorObject, unions: readonly string[]): boolean =>
  error.keyword === 'type' && error.params.type === 'null' && unions.includes(error.instancePath)

function describe(error: ErrorObject): string {
  const message = error.message ?? error.keyword
  if (error.keyword === 'enum') return `${message}: ${JSON.stringify(error.params.allowedValues)}`
  if (error.keyword === 'additionalProperties')
    return `unknown property "${String(error.params.additionalProperty)}"`
  return message
}
