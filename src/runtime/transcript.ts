// The state of a run as the sum of its journal events. Live and resumed runs go through the same reducer.

import type Anthropic from '@anthropic-ai/sdk'
import type { AssistantBlock, JournalEvent, RecordedOutcome } from './journal.ts'
import type { RunUsage } from './request.ts'
import type { RefusedCall } from './tool.ts'

export type ToolUse = Extract<AssistantBlock, { type: 'tool_use' }>

/** The last answer of the model, while nothing has been said back to it. */
export interface OpenTurn {
  content: AssistantBlock[]
  stopReason: string
  stopDetail: string | null
  usd: number
  /** Tool calls by id: begun, and answered. */
  started: Set<string>
  ended: Map<string, { content: string; isError: boolean; refused: RefusedCall | undefined }>
}

export interface Transcript {
  request: Extract<JournalEvent, { type: 'request' }> | undefined
  messages: Anthropic.MessageParam[]
  open: OpenTurn | undefined
  usage: RunUsage
  repairs: number
  outcome: RecordedOutcome | undefined
  /** Milliseconds of work in the attempts before this one. */
  workedMs: number
  /** When this attempt began, and its last event, in milliseconds since the epoch. */
  attemptAt: number
  lastAt: number
  /** The number of the next event. */
  next: number
}

const EMPTY: Anthropic.ContentBlockParam[] = [{ type: 'text', text: '(empty)' }]

export const emptyTranscript = (): Transcript => ({
  request: undefined,
  messages: [],
  open: undefined,
  usage: { turns: 0, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0, usd: 0 },
  repairs: 0,
  outcome: undefined,
  workedMs: 0,
  attemptAt: 0,
  lastAt: 0,
  next: 0,
})

/** The tool calls of a turn, in the order the model made them. */
export const toolUses = (turn: OpenTurn): ToolUse[] =>
  turn.content.filter((block) => block.type === 'tool_use')

/** What the turn's calls tried that nobody can be granted, in words; empty when nothing. */
export const breachesOf = (turn: OpenTurn): string[] =>
  [...turn.ended.values()].flatMap(({ refused }) =>
    refused?.breach === true ? [`${refused.tool} \`${refused.argument}\` (${refused.rule})`] : [],
  )

/** Adds one recorded event to the transcript, in place. */
export function apply(run: Transcript, event: JournalEvent): void {
  run.next += 1
  switch (event.type) {
    case 'request':
      run.request = event
      run.messages = [{ role: 'user', content: event.user }]
      run.attemptAt = event.at
      break
    case 'resumed':
      run.workedMs += run.lastAt - run.attemptAt
      run.attemptAt = event.at
      break
    case 'assistant':
      // An empty turn is a turn all the same, but the API takes no message without content.
      run.messages.push({ role: 'assistant', content: event.content.length > 0 ? event.content : EMPTY })
      run.open = { ...event, started: new Set(), ended: new Map() }
      addUsage(run.usage, event)
      break
    case 'tool_start':
      run.open?.started.add(event.id)
      break
    case 'tool_end':
      run.open?.ended.set(event.id, {
        content: event.content,
        isError: event.isError,
        refused: event.refused,
      })
      break
    case 'results':
      run.messages.push({ role: 'user', content: resultBlocks(run.open, event.text) })
      run.open = undefined
      if (event.repair) run.repairs += 1
      break
    case 'outcome':
      run.outcome = event.outcome
      break
  }
  run.lastAt = event.at
}

function addUsage(total: RunUsage, { usage, usd }: Extract<JournalEvent, { type: 'assistant' }>): void {
  total.turns += 1
  total.inputTokens += usage.inputTokens
  total.outputTokens += usage.outputTokens
  total.cacheReadTokens += usage.cacheReadTokens
  total.cacheWriteTokens += usage.cacheWrite5mTokens + usage.cacheWrite1hTokens
  total.usd += usd
}

/** Results come first and in the order of the calls, as the API demands; a text may follow. */
function resultBlocks(turn: OpenTurn | undefined, text: string | null): Anthropic.ContentBlockParam[] {
  const blocks: Anthropic.ContentBlockParam[] = []
  for (const call of turn ? toolUses(turn) : []) {
    const end = turn?.ended.get(call.id)
    if (!end) continue
    blocks.push({
      type: 'tool_result',
      tool_use_id: call.id,
      content: end.content,
      ...(end.isError && { is_error: true }),
    })
  }
  if (text !== null) blocks.push({ type: 'text', text })
  return blocks
}
