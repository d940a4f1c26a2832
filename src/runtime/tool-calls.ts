// Answers the tool calls of one turn: each is recorded before it starts and when it has ended.

import { setTimeout as delay } from 'node:timers/promises'
import { asError } from '../errors.ts'
import type { Commit } from './recorder.ts'
import type { Log } from './request.ts'
import { listIssues } from './outcome.ts'
import { type AgentTool, AuthorityFailure, type RefusedCall, type ToolContext, ToolFailure } from './tool.ts'
import { toolDefinition } from './tool-definitions.ts'
import { breachesOf, type OpenTurn, type ToolUse, toolUses } from './transcript.ts'

/** How long a tool may take to end after an abort before it is left alone, in milliseconds. */
const ABORT_GRACE_MS = 2_000

/** Characters of one result. Tools keep their own, lower limits; this one guards the conversation against a tool that does not. */
const MAX_RESULT = 300_000

export interface CallOptions {
  tools: readonly AgentTool[]
  context: Omit<ToolContext, 'toolUseId'>
  commit: Commit
  clock: () => number
  log: Log
}

const INTERRUPTED =
  'This call was interrupted: it was started, but whether it took effect is not known, and it was not run again. Inspect the state (read the file, look at what the command changes) before you decide to repeat it.'

/**
 * Answers every call of the turn that has no recorded end. Calls without effect run next to each other; any other waits
 * for all before it and runs alone, so a turn's effects come in the order in which the model wrote them. After a breach no
 * further call is begun.
 */
export async function answerCalls(turn: OpenTurn, options: CallOptions): Promise<void> {
  const pending = toolUses(turn).filter((call) => !turn.ended.has(call.id))
  const repeatable = (call: ToolUse): boolean =>
    options.tools.find((tool) => tool.name === call.name)?.repeatable ?? true
  while (pending.length > 0 && breachesOf(turn).length === 0) {
    const firstAlone = pending.findIndex((call) => !repeatable(call))
    const batch = pending.splice(0, firstAlone === -1 ? pending.length : Math.max(1, firstAlone))
    // All of a batch come to their end before a failure is passed on: none may go on writing behind our back.
    const settled = await Promise.allSettled(
      batch.map((call) => answer(call, turn.started.has(call.id), options)),
    )
    const failed = settled.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
  }
}

async function answer(call: ToolUse, alreadyStarted: boolean, options: CallOptions): Promise<void> {
  const { commit, clock } = options
  const end = (content: string, isError: boolean, refused?: RefusedCall): Promise<void> =>
    commit({
      type: 'tool_end',
      at: clock(),
      id: call.id,
      content: clip(content),
      isError,
      ...(refused && { refused }),
    })

  const tool = options.tools.find((candidate) => candidate.name === call.name)
  if (!tool) {
    const names = options.tools.map((candidate) => candidate.name).join(', ')
    return end(
      `There is no tool "${call.name}". ${names ? `Your tools are: ${names}.` : 'You have no tools in this run.'}`,
      true,
    )
  }
  if (alreadyStarted && !tool.repeatable) return end(INTERRUPTED, true)
  const input = tool.input.safeParse(call.input)
  if (!input.success) {
    const expected = JSON.stringify(toolDefinition(tool).input_schema)
    return end(`Invalid input for ${tool.name}:\n${listIssues(input.error)}\n\nExpected: ${expected}`, true)
  }

  options.context.signal.throwIfAborted()
  if (!alreadyStarted) await commit({ type: 'tool_start', at: clock(), id: call.id, name: call.name })
  const result = await outcomeOf(tool, input.data, { ...options.context, toolUseId: call.id }, options.log)
  return end(result.content, result.isError, result.refused)
}

interface Answer {
  content: string
  isError: boolean
  refused?: RefusedCall
}

async function outcomeOf(tool: AgentTool, input: unknown, context: ToolContext, log: Log): Promise<Answer> {
  const running = tool.run(input, context).then(
    (content): Answer => ({ content, isError: false }),
    (error: unknown): Answer => {
      if (error instanceof AuthorityFailure) {
        log.warn({ ...error.refused }, 'a call was outside the authority of its run')
        return { content: error.message, isError: true, refused: error.refused }
      }
      if (error instanceof ToolFailure) return { content: error.message, isError: true }
      // What went wrong inside may name host paths, so the model is told only that it did.
      log.error(
        { tool: tool.name, error: asError(error).message },
        'a tool failed in a way that it should have explained',
      )
      return { content: `${tool.name} failed with an internal error. Try another way.`, isError: true }
    },
  )
  return untilAbandoned(running, context.signal)
}

/** The result of a tool, unless it goes on for longer than the grace period after an abort: then the abort is thrown. */
async function untilAbandoned<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  const over = new AbortController()
  const abandoned = new Promise<never>((_, reject) => {
    const onAbort = (): void => {
      delay(ABORT_GRACE_MS, undefined, { signal: over.signal, ref: false }).then(
        () => reject(asError(signal.reason)),
        // The tool came to its end in time.
        () => undefined,
      )
    }
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true, signal: over.signal })
  })
  try {
    return await Promise.race([running, abandoned])
  } finally {
    over.abort()
  }
}

function clip(text: string): string {
  if (text.length <= MAX_RESULT) return text
  return `${text.slice(0, MAX_RESULT)}\n[${text.length - MAX_RESULT} more characters were cut off]`.toWellFormed()
}
