// Writes a run's events in order: redacted, durable, and only then part of the transcript.

import { type AssistantBlock, type Journal, JournalEvent } from './journal.ts'
import type { Redactor } from './redact.ts'
import { apply, type Transcript } from './transcript.ts'

/** Resolves when the event is durable and the transcript holds it. After one failure every later call fails too. */
export type Commit = (event: JournalEvent) => Promise<void>

/**
 * The conversation continues from what was recorded, not from what was received, so that a resumed run sends exactly
 * what an uninterrupted one would have sent.
 */
export function createRecorder(runId: string, journal: Journal, run: Transcript, redactor: Redactor): Commit {
  // Tools that run next to each other end in any order; their events take their numbers one at a time.
  let chain: Promise<void> = Promise.resolve()
  return (event) => {
    const next = chain.then(async () => {
      const clean = redactEvent(event, redactor)
      await journal.append(runId, run.next, clean)
      apply(run, clean)
    })
    chain = next
    return next
  }
}

function redactEvent(event: JournalEvent, redactor: Redactor): JournalEvent {
  if (event.type !== 'assistant') return JournalEvent.parse(redactor.json(event))
  return JournalEvent.parse({
    ...event,
    content: event.content.flatMap((block) => redactBlock(block, redactor)),
  })
}

/** Signed blocks cannot be changed, only left out: a thinking block that quotes a secret is dropped whole. */
function redactBlock(block: AssistantBlock, redactor: Redactor): unknown[] {
  if (block.type === 'redacted_thinking') return [block]
  if (block.type === 'thinking') return redactor.text(block.thinking) === block.thinking ? [block] : []
  return [redactor.json(block)]
}
