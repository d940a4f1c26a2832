// The journal of a run: every event that must survive a crash, appended durably before the run goes on.

import { z } from 'zod'
import { BlockerOutcome } from '../domain/outcomes.ts'
import { TerminalError } from '../errors.ts'
import { STOP_KINDS } from './request.ts'

/** The blocks of an answer that are sent back on the next turn. Thinking is kept to the byte: it is signed. */
export const AssistantBlock = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() }),
  z.strictObject({ type: z.literal('redacted_thinking'), data: z.string() }),
  z.strictObject({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input: z.unknown() }),
])
export type AssistantBlock = z.infer<typeof AssistantBlock>

const count = z.int().min(0)
/** Milliseconds since the epoch. */
const at = z.number()

const recordedOutcome = z.discriminatedUnion('kind', [
  // The value is parsed again with the purpose's own schema when it is read.
  z.strictObject({ kind: z.literal('done'), value: z.unknown() }),
  z.strictObject({ kind: z.literal('blocked'), ...BlockerOutcome.shape }),
  z.strictObject({ kind: z.literal('breach'), what: z.array(z.string()) }),
  z.strictObject({ kind: z.enum(STOP_KINDS), detail: z.string() }),
])
export type RecordedOutcome = z.infer<typeof recordedOutcome>

export const JournalEvent = z.discriminatedUnion('type', [
  /** First event. Holds the prompt itself: it has a random fence id and a date, and a resumed run must send it unchanged. */
  z.strictObject({
    type: z.literal('request'),
    at,
    label: z.string(),
    agent: z.string(),
    purpose: z.string(),
    model: z.string(),
    system: z.array(z.string()),
    user: z.string(),
  }),
  /** A later attempt took the run over; whoever still writes under the old sequence number is refused from here on. */
  z.strictObject({ type: z.literal('resumed'), at }),
  /** One paid turn. */
  z.strictObject({
    type: z.literal('assistant'),
    at,
    messageId: z.string(),
    content: z.array(AssistantBlock),
    stopReason: z.string(),
    stopDetail: z.string().nullable(),
    usage: z.strictObject({
      inputTokens: count,
      outputTokens: count,
      cacheReadTokens: count,
      cacheWrite5mTokens: count,
      cacheWrite1hTokens: count,
    }),
    usd: z.number().min(0),
  }),
  z.strictObject({ type: z.literal('tool_start'), at, id: z.string(), name: z.string() }),
  z.strictObject({
    type: z.literal('tool_end'),
    at,
    id: z.string(),
    content: z.string(),
    isError: z.boolean(),
    /** Set when the run's authority refused the call. */
    refused: z
      .strictObject({ tool: z.string(), argument: z.string(), rule: z.string(), breach: z.boolean() })
      .optional(),
  }),
  /** The user turn that answers the last assistant turn: all its tool results so far, and a text if there is one. */
  z.strictObject({ type: z.literal('results'), at, text: z.string().nullable(), repair: z.boolean() }),
  z.strictObject({ type: z.literal('outcome'), at, outcome: recordedOutcome }),
])
export type JournalEvent = z.infer<typeof JournalEvent>

/**
 * Where a run's events are kept. The number of an event is its place in the run, from 0.
 * `append` resolves when the event would survive a power cut, and rejects with JournalConflict when the number is taken.
 */
export interface Journal {
  load(runId: string): Promise<JournalEvent[]>
  append(runId: string, seq: number, event: JournalEvent): Promise<void>
}

/** Somebody else wrote this event's number: the run has been taken over, and this attempt must stop at once. */
export class JournalConflict extends TerminalError {
  constructor(runId: string, seq: number) {
    super(`event ${seq} of the run ${runId} is already written: another worker has taken the run over`)
  }
}

/** A journal in memory, for tests and rehearsals that do not outlive the process. */
export function memoryJournal(): Journal {
  const runs = new Map<string, string[]>()
  return {
    load: async (runId) => (runs.get(runId) ?? []).map((line) => JournalEvent.parse(JSON.parse(line))),
    async append(runId, seq, event) {
      const events = runs.get(runId) ?? []
      if (seq < events.length) throw new JournalConflict(runId, seq)
      if (seq > events.length) throw new TerminalError(`event ${seq} of the run ${runId} would leave a gap`)
      // Kept as text: a caller that later changes its object does not change what was recorded.
      events.push(JSON.stringify(event))
      runs.set(runId, events)
    },
  }
}
