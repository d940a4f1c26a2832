// Asks the model for one turn, and says what each failure of the API means for the run.

import { AnthropicError, APIError } from '@anthropic-ai/sdk'
import type Anthropic from '@anthropic-ai/sdk'
import { asError, TerminalError, TransientError, UserError } from '../errors.ts'
import type { AssistantBlock } from './journal.ts'
import type { TurnUsage } from './pricing.ts'
import type { Log, Stop } from './request.ts'

/** Times that one turn is asked when its stream breaks off. Nothing is recorded for the broken ones. */
const STREAM_TRIES = 3

/** A whole answer, or the reason why this conversation cannot get one. */
export type Answer =
  | {
      ok: true
      messageId: string
      content: AssistantBlock[]
      stopReason: string
      stopDetail: string | null
      usage: TurnUsage
    }
  | { ok: false; stop: Stop }

export interface AskOptions {
  client: Anthropic
  headers: Record<string, string>
  signal: AbortSignal
  log: Log
}

/**
 * Streams one turn to its end. The SDK repeats 408, 409, 429 and ≥500 by itself before the stream starts, honouring
 * `retry-after` however long it is: only the signal bounds that wait. A stream that breaks off is asked again here.
 * Raises TransientError, TerminalError or UserError where the run could go on later; rethrows when aborted.
 */
export async function ask(params: Anthropic.MessageStreamParams, options: AskOptions): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const stream = options.client.messages.stream(params, {
        signal: options.signal,
        headers: options.headers,
      })
      return toAnswer(await stream.finalMessage())
    } catch (error) {
      if (options.signal.aborted) throw error
      const stop = refusedRequest(error, params.model)
      if (stop) return { ok: false, stop }
      if (!(error instanceof AnthropicError)) throw error
      if (attempt === STREAM_TRIES) {
        throw new TransientError(`the model's answer broke off ${attempt} times: ${error.message}`, {
          cause: error,
        })
      }
      options.log.warn({ attempt, error: error.message }, "the model's answer broke off; asking again")
    }
  }
}

/** Undefined for an answer that never arrived whole, which may be asked again. */
function refusedRequest(error: unknown, model: string): Stop | undefined {
  if (!(error instanceof APIError)) return undefined
  const status: unknown = error.status
  if (typeof status !== 'number') return undefined
  const detail = error.apiMessage === null ? error.message : `${status} ${error.apiMessage}`
  // An empty account is answered with 400.
  const unpaid = /credit balance|spend limit|billing/i.test(detail)
  if (status === 401 || status === 402 || status === 403 || unpaid) {
    throw new TerminalError(`the Anthropic API refused the key or the account: ${detail}`, { cause: error })
  }
  if (status === 404) {
    throw new UserError(
      `The Anthropic API does not know the model "${model}".`,
      "Set the agent's model to sonnet, opus, haiku or an id that the API lists.",
      { cause: error },
    )
  }
  if (status === 408 || status === 409 || status === 429 || status >= 500) {
    const retryAfterMs = retryAfter(error.headers)
    throw new TransientError(`the Anthropic API is not ready: ${detail}`, {
      cause: error,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    })
  }
  if (status === 413 || /prompt is too long|context (window|limit)/i.test(detail))
    return { kind: 'context', detail }
  return { kind: 'failed', detail }
}

function retryAfter(headers: unknown): number | undefined {
  const seconds =
    headers instanceof Headers ? Number.parseFloat(headers.get('retry-after') ?? '') : Number.NaN
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}

function toAnswer(message: Anthropic.Message): Answer {
  const content: AssistantBlock[] = []
  for (const block of message.content) {
    const kept = toBlock(block)
    if (!kept)
      return {
        ok: false,
        stop: { kind: 'failed', detail: `the answer has a block of the type "${block.type}"` },
      }
    content.push(kept)
  }
  const { usage } = message
  const written1h = usage.cache_creation?.ephemeral_1h_input_tokens ?? 0
  return {
    ok: true,
    messageId: message.id,
    content,
    stopReason: message.stop_reason ?? 'end_turn',
    stopDetail: message.stop_details?.explanation ?? message.stop_details?.category ?? null,
    usage: {
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cacheReadTokens: usage.cache_read_input_tokens ?? 0,
      cacheWrite5mTokens: Math.max(0, (usage.cache_creation_input_tokens ?? 0) - written1h),
      cacheWrite1hTokens: written1h,
    },
  }
}

/** Only what is sent back on the next turn. The other block types belong to server tools, which are never offered. */
function toBlock(block: Anthropic.ContentBlock): AssistantBlock | undefined {
  if (block.type === 'text') return { type: 'text', text: block.text }
  if (block.type === 'thinking')
    return { type: 'thinking', thinking: block.thinking, signature: block.signature }
  if (block.type === 'redacted_thinking') return { type: 'redacted_thinking', data: block.data }
  if (block.type === 'tool_use')
    return { type: 'tool_use', id: block.id, name: block.name, input: block.input }
  return undefined
}

/** The message of whatever ended an aborted call, for the log. */
export const abortDetail = (signal: AbortSignal): string =>
  signal.reason === undefined ? 'aborted' : asError(signal.reason).message
