// Cuts GitHub's OpenAPI description down to the operations and webhooks that the embedded GitHub serves.
// Usage: node tools/trim-openapi.ts <unpacked @octokit/openapi>

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../src/errors.ts'
import { OPTIONAL_IN_WEBHOOKS } from '../src/rehearsal/contract/departures.ts'
import { operations, webhookEvents } from '../src/rehearsal/contract/operations.ts'
import type { Json, JsonObject } from './schema.ts'
import { child, collectRefs, formatByEntry, hoist, isObject, text, toJsonSchema } from './schema.ts'

const source = process.argv[2]
if (source === undefined)
  throw new UserError('no source given', 'node tools/trim-openapi.ts <unpacked @octokit/openapi>')
const target = join(import.meta.dirname, '../src/rehearsal/contract')
const manifest: JsonObject = JSON.parse(await readFile(join(source, 'package.json'), 'utf8'))
const description: JsonObject = JSON.parse(
  await readFile(join(source, 'generated/api.github.com.json'), 'utf8'),
)
const components = child(description, 'components')
const head = {
  source: `@octokit/openapi@${text(manifest, 'version')} generated/api.github.com.json (MIT, from github/rest-api-description)`,
  version: child(description, 'info').version ?? null,
}

/** A definition by name, with a webhook's requirements as GitHub keeps to them. */
function definition(name: string): Json {
  const schema = toJsonSchema(child(child(components, 'schemas'), name))
  if (!name.startsWith('webhook-') || !isObject(schema) || !Array.isArray(schema.required)) return schema
  return {
    ...schema,
    required: schema.required.filter(
      (property) => typeof property === 'string' && !OPTIONAL_IN_WEBHOOKS.has(property),
    ),
  }
}

/** Follows a reference to a shared parameter or response; other values are returned as they are. */
function deref(value: Json | undefined): JsonObject {
  if (!isObject(value))
    throw new UserError('a parameter or response is not an object', 'use a newer @octokit/openapi')
  if (typeof value.$ref !== 'string') return value
  const [, , kind = '', name = ''] = value.$ref.split('/')
  return child(child(components, kind), name)
}

function trimContent(content: Json | undefined): JsonObject {
  if (!isObject(content)) return {}
  const types = Object.entries(content).map(([type, media]): [string, Json] => [
    type,
    isObject(media) && media.schema !== undefined ? toJsonSchema(media.schema) : true,
  ])
  return Object.fromEntries(types)
}

function trimParameters(lists: (Json | undefined)[]): Json[] {
  return lists
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .map(deref)
    .filter((parameter) => parameter.in === 'path' || parameter.in === 'query')
    .map((parameter) => ({
      name: parameter.name ?? null,
      in: parameter.in ?? null,
      ...(parameter.required === true ? { required: true } : {}),
      schema: toJsonSchema(parameter.schema ?? {}),
    }))
}

function trimOperation(key: string): Json {
  const [method = '', path = ''] = key.split(' ')
  const item = child(child(description, 'paths'), path)
  const operation = child(item, method.toLowerCase())
  const responses = Object.entries(child(operation, 'responses')).map(
    ([status, response]): [string, Json] => [status, trimContent(deref(response).content)],
  )
  const trimmed: JsonObject = {
    parameters: trimParameters([item.parameters, operation.parameters]),
    responses: Object.fromEntries(responses),
  }
  if (operation.requestBody !== undefined) {
    const body = deref(operation.requestBody)
    const schema = trimContent(body.content)['application/json']
    if (schema !== undefined) trimmed.body = { ...(body.required === true ? { required: true } : {}), schema }
  }
  return trimmed
}

function trimWebhooks(): JsonObject {
  const out: JsonObject = {}
  for (const item of Object.values(child(description, 'x-webhooks'))) {
    if (!isObject(item)) continue
    const post = child(item, 'post')
    const event = text(child(post, 'x-github'), 'subcategory').replaceAll('-', '_')
    const action = text(post, 'operationId').split('/')[1]?.replaceAll('-', '_')
    if (!webhookEvents.includes(event)) continue
    const schema = trimContent(child(post, 'requestBody').content)['application/json']
    const name = action === undefined ? event : `${event}.${action}`
    if (schema !== undefined) out[name] = schema
  }
  return out
}

async function write(file: string, section: string, entries: JsonObject): Promise<void> {
  const needed = new Map<string, Json>()
  collectRefs(entries, definition, needed)
  if (section === 'operations') collectRefs({ $ref: 'basic-error' }, definition, needed)
  const { roots, $defs } = hoist(entries, Object.fromEntries(needed))
  const content = formatByEntry(head, { [section]: roots, $defs })
  await writeFile(join(target, file), content)
  console.log(
    `${file}: ${Object.keys(entries).length} ${section}, ${Object.keys($defs).length} definitions, ${content.length} bytes`,
  )
}

await write(
  'openapi.json',
  'operations',
  Object.fromEntries(operations.map((key) => [key, trimOperation(key)])),
)
await write('webhooks.json', 'webhooks', trimWebhooks())
