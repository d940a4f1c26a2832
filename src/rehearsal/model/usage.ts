// Token figures of a rehearsal: a fixed function of the sizes of request and answer, so that every run repeats them.

import type { ScriptUsage } from './script.ts'
import type { MessagesRequest } from './request-schema.ts'

/** Bytes that the player counts as one token. A convention of the player, not a property of any model. */
const BYTES_PER_TOKEN = 4

export const tokens = (text: string): number => Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)

/** The parts of a request in the order in which a cache reads them: tools, system, messages. */
export interface Segment {
  text: string
  tokens: number
  /** Whether a cache marker lies in it. */
  marked: boolean
}

/** Splits a request into segments; moving markers do not count as a change of the text. */
export function segments(
  request: Pick<MessagesRequest, 'model' | 'tools' | 'system' | 'messages'>,
): Segment[] {
  const { model, tools = [], system = '', messages } = request
  const parts: unknown[] = [[model, tools], ...(typeof system === 'string' ? [system] : system), ...messages]
  return parts.map((part) => {
    let marked = false
    const text = JSON.stringify(part, (key, value: unknown) => {
      if (key !== 'cache_control') return value
      if (value) marked = true
      return undefined
    })
    return { text, tokens: tokens(text), marked }
  })
}

export const total = (parts: readonly Segment[]): number => parts.reduce((sum, part) => sum + part.tokens, 0)

/**
 * The usage of one answer. What the conversation's request before this one had cached and this one repeats from the
 * start is read; the rest up to the last marker is written; what comes after it is plain input.
 */
export function usageOf(
  current: readonly Segment[],
  markedAtTop: boolean,
  previous: readonly Segment[] | undefined,
  answer: string,
): { usage: ScriptUsage; cached: readonly Segment[] } {
  const lastMarked = markedAtTop ? current.length - 1 : current.findLastIndex((part) => part.marked)
  const cached = current.slice(0, lastMarked + 1)
  let same = 0
  while (
    same < cached.length &&
    same < (previous?.length ?? 0) &&
    cached[same]?.text === previous?.[same]?.text
  )
    same += 1
  const read = total(cached.slice(0, same))
  const usage = {
    input_tokens: total(current.slice(lastMarked + 1)),
    output_tokens: tokens(answer),
    cache_read_input_tokens: read,
    cache_creation_input_tokens: total(cached) - read,
  }
  return { usage, cached }
}
