// The runs' journal over the store: events parsed on the way in; a run that was taken over or cancelled takes no more.

import type { Kysely } from 'kysely'
import { RunId } from '../domain/ids.ts'
import { TerminalError } from '../errors.ts'
import { JournalConflict, JournalEvent, type Journal } from '../runtime/journal.ts'
import { createJournal } from '../store/journal.ts'
import { isRunOpen } from '../store/runs.ts'
import type { Schema } from '../store/schema.ts'

/** `probe` is told `journal:<event type>` after each event that is on record, for crash tests. */
export function storeJournal(db: Kysely<Schema>, probe: (point: string) => void = () => undefined): Journal {
  const rows = createJournal(db)
  return {
    load: async (runId) => (await rows.load(RunId.parse(runId))).map((event) => JournalEvent.parse(event)),
    append: async (runId, seq, event) => {
      // A run cancelled by another process stops at its next event, before anything more is done or paid.
      if (!(await isRunOpen(db, RunId.parse(runId)))) throw new JournalConflict(runId, seq)
      try {
        await rows.append(RunId.parse(runId), seq, event)
      } catch (error) {
        // The store raises TerminalError for one reason only: the number is taken.
        if (error instanceof TerminalError) throw new JournalConflict(runId, seq)
        throw error
      }
      probe(`journal:${event.type}`)
    },
  }
}
