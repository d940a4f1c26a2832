// What a run has cost so far, from its journal: right even for a run that never came to an outcome.

import type { RunId } from '../domain/ids.ts'
import type { Journal } from '../runtime/journal.ts'
import type { RunUsage } from '../runtime/request.ts'
import { apply, emptyTranscript } from '../runtime/transcript.ts'

/** Totals over every paid turn on record; zeros for a run that never asked the model. */
export async function usageSoFar(journal: Journal, run: RunId): Promise<RunUsage> {
  const transcript = emptyTranscript()
  for (const event of await journal.load(run)) apply(transcript, event)
  return transcript.usage
}
