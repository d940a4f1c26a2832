// What agents of other open tasks of the repository have done, as far as it concerns this one.

import type { Kysely } from 'kysely'
import { sameWords, type Work } from '../domain/conflicts/detect.ts'
import { worksOf } from '../domain/conflicts/works.ts'
import { taskRef, type TaskKey } from '../domain/ids.ts'
import type { RunRecord, WaveObservation } from '../domain/snapshot.ts'
import { runsBeside } from '../store/runs.ts'
import type { Schema } from '../store/schema.ts'
import { loadTask } from '../store/tasks.ts'
import { validationsOfTask } from '../store/validations.ts'
import { toRunRecord, toValidationRecord } from './records.ts'
import { TaskState } from './task-state.ts'

const mattersOf = (works: readonly Work[]): Set<string> =>
  new Set(works.flatMap(({ assumptions }) => assumptions.map(({ about }) => sameWords(about))))
const pathsOf = (works: readonly Work[]): Set<string> =>
  new Set(works.flatMap(({ open, paths }) => (open === true ? paths : [])))

const openPulls = (waves: readonly Pick<WaveObservation, 'index' | 'pull'>[]): Set<number> =>
  new Set(waves.flatMap(({ index, pull }) => (pull?.state === 'open' ? [index] : [])))

/** The waves of another task whose pull requests are open, as its last pass has seen them. */
async function openWavesOf(db: Kysely<Schema>, key: TaskKey): Promise<Set<number>> {
  const { waves } = TaskState.parse((await loadTask(db, key))?.state ?? {})
  return new Set(waves.flatMap(({ index, pull }) => (pull === undefined ? [] : [index])))
}

/**
 * Costs nothing while the task's own work states no assumption and is not in review; then one query, and two more for each task that
 * says something about the same matter or changes the same files. GitHub is not asked. For assumptions it does not matter whether a
 * pull request is open: the side that is ahead may be the one that has to ask for the ruling.
 */
export async function rivalsOf(
  db: Kysely<Schema>,
  key: TaskKey,
  runs: readonly RunRecord[],
  waves: readonly Pick<WaveObservation, 'index' | 'pull'>[],
): Promise<Work[]> {
  const own = worksOf(key, runs, [], openPulls(waves))
  const matters = mattersOf(own)
  const paths = pathsOf(own)
  if (matters.size === 0 && paths.size === 0) return []
  const rows = await runsBeside(db, taskRef(key), key)
  const byTask = Map.groupBy(rows, ({ taskKey }) => taskKey)
  const found: Work[] = []
  for (const [task, theirs] of byTask) {
    const records = theirs.map(toRunRecord)
    const works = worksOf(task, records, [], new Set())
    const concerns =
      [...mattersOf(works)].some((about) => matters.has(about)) ||
      works.some((work) => work.paths.some((path) => paths.has(path)))
    if (!concerns) continue
    const validations = await validationsOfTask(db, task)
    found.push(
      ...worksOf(
        task,
        records,
        validations.map((row) => toValidationRecord(row, false)),
        await openWavesOf(db, task),
      ),
    )
  }
  return found
}
