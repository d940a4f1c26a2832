// An answer of the script player: the message, and the same as the server-sent events of the Messages API.

import type { ServerResponse } from 'node:http'
import type { AnswerBlock } from './play.ts'
import type { ScriptTurn, ScriptUsage, StopReason } from './script.ts'

export interface AnswerMessage {
  id: string
  type: 'message'
  role: 'assistant'
  model: string
  content: AnswerBlock[]
  stop_reason: StopReason
  stop_sequence: null
  stop_details: { type: 'refusal'; category: null; explanation: string } | null
  container: null
  usage: ScriptUsage & {
    cache_creation: { ephemeral_5m_input_tokens: number; ephemeral_1h_input_tokens: number }
    inference_geo: null
    output_tokens_details: null
    server_tool_use: null
    service_tier: 'standard'
  }
}

/** The answer to a turn; its figures are the script's where it gives any. */
export function messageOf(
  model: string,
  number: number,
  turn: ScriptTurn,
  content: AnswerMessage['content'],
  computed: ScriptUsage,
): AnswerMessage {
  const figures = { ...computed, ...turn.usage }
  return {
    id: `msg_rehearsal_${number}`,
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason:
      turn.stopReason ?? (content.some((block) => block.type === 'tool_use') ? 'tool_use' : 'end_turn'),
    stop_sequence: null,
    stop_details:
      turn.refusal === undefined ? null : { type: 'refusal', category: null, explanation: turn.refusal },
    container: null,
    usage: {
      ...figures,
      cache_creation: {
        ephemeral_5m_input_tokens: figures.cache_creation_input_tokens,
        ephemeral_1h_input_tokens: 0,
      },
      inference_geo: null,
      output_tokens_details: null,
      server_tool_use: null,
      service_tier: 'standard',
    },
  }
}

type StreamEvent = { type: string } & Record<string, unknown>

/** Characters of one delta: short enough that every answer is put together from several. */
const DELTA = 64

/** The events of a whole message, in the order of the API (https://platform.claude.com/docs/en/build-with-claude/streaming). */
function eventsOf(message: AnswerMessage): StreamEvent[] {
  const { content, stop_reason, stop_sequence, stop_details, container, usage } = message
  const start = {
    ...message,
    content: [],
    stop_reason: null,
    stop_details: null,
    usage: { ...usage, output_tokens: 1 },
  }
  return [
    { type: 'message_start', message: start },
    { type: 'ping' },
    ...content.flatMap((block, index) => [
      { type: 'content_block_start', index, content_block: emptied(block) },
      ...deltas(block).map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
    { type: 'message_delta', delta: { stop_reason, stop_sequence, stop_details, container }, usage },
    { type: 'message_stop' },
  ]
}

function emptied(block: AnswerBlock): AnswerBlock {
  if (block.type === 'text') return { ...block, text: '' }
  if (block.type === 'thinking') return { ...block, thinking: '', signature: '' }
  return { ...block, input: {} }
}

function deltas(block: AnswerBlock): Record<string, string>[] {
  if (block.type === 'text') return pieces(block.text).map((text) => ({ type: 'text_delta', text }))
  if (block.type === 'tool_use') {
    return pieces(JSON.stringify(block.input)).map((partial_json) => ({
      type: 'input_json_delta',
      partial_json,
    }))
  }
  return [
    ...pieces(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking })),
    { type: 'signature_delta', signature: block.signature },
  ]
}

const pieces = (text: string): string[] => text.match(new RegExp(`[\\s\\S]{1,${DELTA}}`, 'gu')) ?? []

/** Streams a message; with `cutAfter` only that many events, and then the connection is closed under the reader. */
export function streamMessage(response: ServerResponse, message: AnswerMessage, cutAfter?: number): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-cache',
    'request-id': message.id,
  })
  const text = eventsOf(message)
    .slice(0, cutAfter)
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('')
  if (cutAfter === undefined) response.end(text)
  // Destroyed only when the bytes are out: the reader must have seen the part before the cut.
  else response.write(text, () => response.destroy())
}
