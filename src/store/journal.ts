// The journal of a run: what happened, in order, written before anything relies on it.

import type { Kysely } from 'kysely'
import type { RunId } from '../domain/ids.ts'
import { TerminalError } from '../errors.ts'
import type { Schema } from './schema.ts'
import { toJson } from './text.ts'

const UNIQUE_VIOLATION = '23505'

export interface Journal {
  /** Every event of the run by sequence number, from 0. */
  load(runId: RunId): Promise<unknown[]>
  /**
   * Adds the event with this number; it is on disk when the promise resolves. Raises TerminalError when the number is
   * taken: another process has gone on with this run, so this one must stop.
   */
  append(runId: RunId, seq: number, event: unknown): Promise<void>
}

/** Whether an error is the database refusing a second row with the same key. */
function isDuplicate(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION
}

/** The journal over the `journal` table. */
export function createJournal(db: Kysely<Schema>): Journal {
  return {
    load: async (runId) => {
      const rows = await db
        .selectFrom('journal')
        .select('event')
        .where('run_id', '=', runId)
        .orderBy('seq')
        .execute()
      return rows.map((row) => row.event)
    },
    append: async (runId, seq, event) => {
      try {
        await db
          .insertInto('journal')
          .values({ run_id: runId, seq, event: toJson(event) })
          .execute()
      } catch (error) {
        if (!isDuplicate(error)) throw error
        throw new TerminalError(`journal entry ${seq} of run ${runId} is already written`, { cause: error })
      }
    },
  }
}
