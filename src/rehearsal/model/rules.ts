// Rules of the Messages API beyond the shape of a request: the ones that an agent loop breaks most easily.

import { createHash } from 'node:crypto'
import { blocksOf, type MessagesRequest } from './request-schema.ts'

/** The signature the player puts on a thinking block, and demands back unchanged. It is bound to the model. */
export const signThinking = (model: string, thinking: string): string =>
  createHash('sha256').update(model).update('\0').update(thinking).digest('base64')

/**
 * What the API would answer 400 for, or undefined. `mayEndWithAssistant` holds right after a paused turn, which is sent
 * back as it is; otherwise a final assistant message would be a prefill.
 */
export function brokenRule(request: MessagesRequest, mayEndWithAssistant: boolean): string | undefined {
  const { messages, tools = [], tool_choice: choice } = request
  if (choice?.type === 'any' || choice?.type === 'tool')
    return 'tool_choice: forced tool use is not supported on this model'
  if (messages[0]?.role !== 'user') return 'messages: first message must use the "user" role'
  if (messages.at(-1)?.role === 'assistant' && !mayEndWithAssistant) {
    return 'messages: this model does not support assistant message prefill; the conversation must end with a user message'
  }
  const names = tools.map((tool) => tool.name)
  if (new Set(names).size !== names.length) return 'tools: tool names must be unique'
  const schema = request.output_config?.format?.schema
  return (schema && unsupportedKeyword(schema, 'output_config.format.schema')) ?? brokenPairing(request)
}

function brokenPairing({ messages, model }: MessagesRequest): string | undefined {
  const seen = new Set<string>()
  for (const [index, message] of messages.entries()) {
    const blocks = blocksOf(message)
    const results = blocks.filter((block) => block.type === 'tool_result')
    if (message.role === 'assistant') {
      if (results.length > 0)
        return `messages.${index}: \`tool_result\` blocks can only be in \`user\` messages`
      for (const block of blocks) {
        if (block.type === 'thinking' && block.signature !== signThinking(model, block.thinking)) {
          return `messages.${index}: Invalid \`signature\` in \`thinking\` block`
        }
        if (block.type !== 'tool_use') continue
        if (seen.has(block.id)) return `messages.${index}: \`tool_use\` ids must be unique: ${block.id}`
        seen.add(block.id)
      }
      const answered = new Set(resultIds(messages[index + 1]))
      const missing = blocks
        .filter((block) => block.type === 'tool_use')
        .filter((use) => !answered.has(use.id))
      if (missing.length > 0) {
        return `messages.${index}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.map((use) => use.id).join(', ')}`
      }
      continue
    }
    if (blocks.some((block) => block.type === 'tool_use' || block.type === 'thinking')) {
      return `messages.${index}: \`tool_use\` and \`thinking\` blocks can only be in \`assistant\` messages`
    }
    if (results.length > 0 && blocks.slice(0, results.length).some((block) => block.type !== 'tool_result')) {
      return `messages.${index}: \`tool_result\` blocks must come first`
    }
    const previous = messages[index - 1]
    const asked = new Set(
      previous ? blocksOf(previous).flatMap((block) => (block.type === 'tool_use' ? [block.id] : [])) : [],
    )
    for (const result of results) {
      if (!asked.delete(result.tool_use_id)) {
        return `messages.${index}: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${result.tool_use_id}`
      }
    }
  }
  return undefined
}

const resultIds = (message: MessagesRequest['messages'][number] | undefined): string[] =>
  message
    ? blocksOf(message).flatMap((block) => (block.type === 'tool_result' ? [block.tool_use_id] : []))
    : []

/** The keywords that output schemas may use: those that the SDK's own conversion leaves in place. */
const KEYWORDS = new Set([
  '$defs',
  '$ref',
  'type',
  'enum',
  'const',
  'anyOf',
  'allOf',
  'description',
  'title',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'minItems',
  'format',
  'default',
])

function unsupportedKeyword(schema: unknown, path: string): string | undefined {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
    return `${path}: expected a schema object`
  const node = new Map<string, unknown>(Object.entries(schema))
  const unknown = [...node.keys()].find((key) => !KEYWORDS.has(key))
  if (unknown)
    return `${path}: For ${JSON.stringify(node.get('type') ?? 'any')} type, property '${unknown}' is not supported`
  if (node.get('type') === 'object' && node.get('additionalProperties') !== false) {
    return `${path}: For 'object' type, 'additionalProperties' must be explicitly set to false`
  }
  const minItems = node.get('minItems')
  if (minItems !== undefined && minItems !== 0 && minItems !== 1)
    return `${path}: 'minItems' values other than 0 or 1 are not supported`
  for (const key of ['properties', '$defs']) {
    for (const [name, child] of Object.entries(node.get(key) ?? {})) {
      const broken = unsupportedKeyword(child, `${path}.${key}.${name}`)
      if (broken) return broken
    }
  }
  for (const key of ['anyOf', 'allOf', 'items']) {
    for (const child of [node.get(key) ?? []].flat()) {
      const broken = unsupportedKeyword(child, `${path}.${key}`)
      if (broken) return broken
    }
  }
  return undefined
}
