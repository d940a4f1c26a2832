// What a scripted model does about calls that a crash cut off: it makes them again, and goes on as if nothing had been.

import {
  type ContentBlock,
  blocksOf,
  type Message,
  type MessagesRequest,
  resultText,
} from './request-schema.ts'

type ToolResult = Extract<ContentBlock, { type: 'tool_result' }>
export type RepeatedCall = { name: string; input: unknown }

const isInterrupted = (block: ContentBlock): block is ToolResult =>
  block.type === 'tool_result' &&
  block.is_error === true &&
  resultText(block).startsWith('This call was interrupted')

const interrupted = (message: Message | undefined): ToolResult[] =>
  message?.role === 'user' ? blocksOf(message).filter(isInterrupted) : []

/** The calls to make again before anything else: those of the last answer that were cut off. */
export function repeatedCalls({ messages }: MessagesRequest): RepeatedCall[] {
  const ids = new Set(interrupted(messages.at(-1)).map((result) => result.tool_use_id))
  const last = messages.findLast(({ role }) => role === 'assistant')
  return (last === undefined ? [] : blocksOf(last)).flatMap((block) =>
    block.type === 'tool_use' && ids.has(block.id) ? [{ name: block.name, input: block.input }] : [],
  )
}

/** The conversation as it would be had nothing been cut off: each call has the result that it got in the end. */
export function withoutRepeats(request: MessagesRequest): MessagesRequest {
  const messages: Message[] = []
  let carried: ContentBlock[] = []
  for (let at = 0; at < request.messages.length; at += 1) {
    const message = request.messages[at]
    if (message === undefined) break
    const repeated = interrupted(message).length > 0 && at + 1 < request.messages.length
    const blocks = [...carried, ...blocksOf(message)]
    if (repeated) {
      carried = blocks.filter((block) => !isInterrupted(block))
      // The answer that only makes them again.
      at += 1
    } else {
      messages.push(carried.length === 0 ? message : { ...message, content: blocks })
      carried = []
    }
  }
  return { ...request, messages }
}
