// Reads the trimmed OpenAPI description (see tools/trim-openapi.ts), once per process and only when asked.

import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** A JSON Schema whose references are bare names of definitions. Only ajv looks inside. */
const schema = z.union([z.boolean(), z.record(z.string(), z.unknown())])
export type Schema = z.infer<typeof schema>

const operation = z.strictObject({
  parameters: z.array(
    z.strictObject({
      name: z.string(),
      in: z.enum(['path', 'query']),
      required: z.boolean().optional(),
      schema,
    }),
  ),
  body: z.strictObject({ required: z.boolean().optional(), schema }).optional(),
  /** By status code, then by content type; no content type means an empty body. */
  responses: z.record(z.string(), z.record(z.string(), schema)),
})
export type Operation = z.infer<typeof operation>

const head = { source: z.string(), version: z.string(), $defs: z.record(z.string(), schema) }
const restFile = z.strictObject({ ...head, operations: z.record(z.string(), operation) })
const webhookFile = z.strictObject({ ...head, webhooks: z.record(z.string(), schema) })

const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))

function once<T>(load: () => T): () => T {
  let loaded: { value: T } | undefined
  return () => (loaded ??= { value: load() }).value
}

/** GitHub's REST operations by `METHOD /path/template`, with the definitions that their schemas refer to. */
export const restDescription = once(() => restFile.parse(read('./openapi.json')))

/** GitHub's webhook payloads by `event.action` (`push` and others have no action), with their definitions. */
export const webhookDescription = once(() => webhookFile.parse(read('./webhooks.json')))
