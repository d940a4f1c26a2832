// GitHub's GraphQL schema, trimmed by tools/trim-graphql.ts, and the documents already checked against it.

import { readFileSync } from 'node:fs'
import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql'
import { buildSchema, GraphQLError as SchemaError, parse, validate } from 'graphql'

let loaded: GraphQLSchema | undefined

/** The trimmed schema, read once per process. */
export const githubSchema = (): GraphQLSchema =>
  (loaded ??= buildSchema(readFileSync(new URL('../../contract/github.graphql', import.meta.url), 'utf8')))

export type Checked =
  | { document: DocumentNode; errors?: never }
  | { document?: never; errors: readonly GraphQLError[] }

/** Documents kept parsed; the product sends a handful over and over. */
const KEPT = 200
const checked = new Map<string, Checked>()

/** Parses and validates a query; `errors` are those with which the schema refuses it. */
export function checkQuery(query: string): Checked {
  const known = checked.get(query)
  if (known !== undefined) return known
  if (checked.size >= KEPT) checked.clear()
  const result = parseAndValidate(query)
  checked.set(query, result)
  return result
}

function parseAndValidate(query: string): Checked {
  let document: DocumentNode
  try {
    document = parse(query)
  } catch (error) {
    if (error instanceof SchemaError) return { errors: [error] }
    throw error
  }
  const errors = validate(githubSchema(), document)
  return errors.length > 0 ? { errors } : { document }
}
