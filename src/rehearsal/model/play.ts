// Plays one turn of a script against one request. Everything follows from the request itself, so a crash changes nothing.

import { unreachable } from '../../errors.ts'
import { repeatedCalls, withoutRepeats } from './interrupted.ts'
import { findTurn, type Mismatch, type Script, type ScriptBlock, type ScriptTurn } from './script.ts'
import {
  blocksOf,
  type ContentBlock,
  type Message,
  type MessagesRequest,
  resultText,
} from './request-schema.ts'
import { signThinking } from './rules.ts'

export type AnswerBlock =
  | { type: 'text'; text: string; citations: null }
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'tool_use'; id: string; name: string; input: unknown; caller: { type: 'direct' } }

export type Played =
  | { ok: true; turn: ScriptTurn; content: AnswerBlock[] }
  | { ok: false; mismatch: Mismatch }

/** The turn that a request asks for: the number of answers it already holds, from 0. */
export const turnIndex = (request: MessagesRequest): number =>
  request.messages.filter((message) => message.role === 'assistant').length

/** Whether the last answer in the request was a scripted pause, which may be sent back without a word. */
export function afterPause(script: Script, request: MessagesRequest): boolean {
  return findTurn(script, turnIndex(request) - 1, toolNames(request))?.stopReason === 'pause_turn'
}

/** Finds the turn, checks what it expects, and fills in what was captured so far. */
export function play(script: Script, key: string, asked: MessagesRequest): Played {
  const again = script.repeatsInterrupted === true ? repeatedCalls(asked) : []
  if (again.length > 0) {
    const content = again.map(({ name, input }, position): AnswerBlock => ({
      type: 'tool_use',
      id: `toolu_${turnIndex(asked)}_${position}_again`,
      name,
      input,
      caller: { type: 'direct' },
    }))
    return { ok: true, turn: { content: [] }, content }
  }
  const request = script.repeatsInterrupted === true ? withoutRepeats(asked) : asked
  const index = turnIndex(request)
  const miss = (expected: string, got: string): Played => ({
    ok: false,
    mismatch: { script: key, turn: index, expected, got: got.length > 1000 ? `${got.slice(0, 1000)}…` : got },
  })
  const names = toolNames(request)
  const turn = findTurn(script, index, names)
  if (!turn) {
    const which =
      index < script.turns.length
        ? 'a variant of this turn for the offered tools'
        : `at most ${script.turns.length} turns`
    return miss(which, `turn ${index} with the tools ${[...names].join(', ') || 'none'}`)
  }

  for (const check of checks(turn, request)) if (!check.holds) return miss(check.expected, check.got)

  const values = new Map<string, string>()
  for (let earlier = 0; earlier <= index; earlier += 1) {
    const text = messageText(answeredBy(request, earlier))
    for (const [name, pattern] of Object.entries(findTurn(script, earlier, names)?.capture ?? {})) {
      const match = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).exec(text)
      if (!match) return miss(`${name}: ${String(pattern)} at turn ${earlier}`, text)
      values.set(name, match[1] ?? match[0])
    }
  }
  const unknown = new Set<string>()
  const content = turn.content.map((block, position) =>
    answerBlock(block, `${index}_${position}`, request.model, fill),
  )
  if (unknown.size > 0)
    return miss(`values captured for ${[...unknown].join(', ')}`, [...values.keys()].join(', ') || 'none')
  return { ok: true, turn, content }

  function fill(value: unknown): unknown {
    if (typeof value === 'string') return fillText(value)
    if (Array.isArray(value)) return value.map(fill)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, fill(item)]))
  }
  function fillText(text: string): string {
    return text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => {
      const value = values.get(name)
      if (value === undefined) unknown.add(name)
      return value ?? whole
    })
  }
}

interface Check {
  holds: boolean
  expected: string
  got: string
}

function checks({ expect = {} }: ScriptTurn, request: MessagesRequest): Check[] {
  const { system = '' } = request
  const first = request.messages[0]
  const last = request.messages.at(-1)
  const lastBlocks = last?.role === 'user' ? blocksOf(last) : []
  const results = lastBlocks.filter((block) => block.type === 'tool_result')
  const subjects = {
    system: typeof system === 'string' ? system : system.map((block) => block.text).join('\n'),
    user: first ? messageText(first) : '',
    toolResult: results.map(resultText).join('\n'),
    text: lastBlocks.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n'),
  }
  const found: Check[] = []
  for (const name of ['system', 'user', 'toolResult', 'text'] as const) {
    for (const pattern of [expect[name] ?? []].flat()) {
      // A pattern with the flag g keeps a position between uses.
      const holds = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(subjects[name])
      found.push({ holds, expected: `${name}: ${String(pattern)}`, got: subjects[name] })
    }
  }
  if (expect.isError !== undefined) {
    const isError = results.some((result) => result.is_error === true)
    found.push({
      holds: isError === expect.isError,
      expected: `isError: ${expect.isError}`,
      got: `${isError}: ${subjects.toolResult}`,
    })
  }
  return found
}

const toolNames = (request: MessagesRequest): Set<string> => new Set(request.tools?.map((tool) => tool.name))

/** The message that the answer with this index replies to. */
function answeredBy({ messages }: MessagesRequest, index: number): Message | undefined {
  let seen = 0
  for (const [place, message] of messages.entries()) {
    if (message.role !== 'assistant') continue
    if (seen === index) return messages[place - 1]
    seen += 1
  }
  return messages.at(-1)
}

function messageText(message: Message | undefined): string {
  const textOf = (block: ContentBlock): string =>
    block.type === 'text' ? block.text : block.type === 'tool_result' ? resultText(block) : ''
  return message ? blocksOf(message).map(textOf).join('\n') : ''
}

function answerBlock(
  block: ScriptBlock,
  id: string,
  model: string,
  fill: (value: unknown) => unknown,
): AnswerBlock {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: String(fill(block.text)), citations: null }
    case 'json':
      return { type: 'text', text: JSON.stringify(fill(block.value)), citations: null }
    case 'thinking':
      return { type: 'thinking', thinking: block.thinking, signature: signThinking(model, block.thinking) }
    case 'tool_use': {
      const { type, name, input } = block
      return { type, id: `toolu_${id}`, name, input: fill(input), caller: { type: 'direct' } }
    }
    default:
      return unreachable(block)
  }
}
