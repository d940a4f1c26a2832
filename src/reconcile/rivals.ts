// What agents of other open tasks of the repository take for granted, as far as it concerns this one.

import type { Kysely } from 'kysely'
import { sameWords, type Work } from '../domain/conflicts/detect.ts'
import { worksOf } from '../domain/conflicts/works.ts'
import { taskRef, type TaskKey } from '../domain/ids.ts'
import type { RunRecord } from '../domain/snapshot.ts'
import { runsBeside } from '../store/runs.ts'
import type { Schema } from '../store/schema.ts'
import { validationsOfTask } from '../store/validations.ts'
import { toRunRecord, toValidationRecord } from './records.ts'

/**
 * Costs nothing while the task's own work states no assumption; then one query, and one more for each task that says something about
 * the same matter. GitHub is not asked. Whether a pull request is open does not matter: the side that is ahead may be the one that
 * has to ask for the ruling.
 */
export async function rivalsOf(
  db: Kysely<Schema>,
  key: TaskKey,
  runs: readonly RunRecord[],
): Promise<Work[]> {
  const matters = new Set(
    worksOf(key, runs, []).flatMap(({ assumptions }) => assumptions.map(({ about }) => sameWords(about))),
  )
  if (matters.size === 0) return []
  const rows = await runsBeside(db, taskRef(key), key)
  const byTask = Map.groupBy(rows, ({ taskKey }) => taskKey)
  const found: Work[] = []
  for (const [task, theirs] of byTask) {
    const records = theirs.map(toRunRecord)
    const concerns = worksOf(task, records, []).some(({ assumptions }) =>
      assumptions.some(({ about }) => matters.has(sameWords(about))),
    )
    if (!concerns) continue
    const validations = await validationsOfTask(db, task)
    found.push(
      ...worksOf(
        task,
        records,
        validations.map((row) => toValidationRecord(row, false)),
      ),
    )
  }
  return found
}
