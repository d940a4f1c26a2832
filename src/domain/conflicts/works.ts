// The work of a task as conflicts are looked for in it: the newest of each agent at each wave.

import { measurementsOn } from '../gates/gates.ts'
import type { TaskKey } from '../ids.ts'
import { measurementTable } from '../render/measurements.ts'
import type { RunRecord, ValidationRecord } from '../snapshot.ts'
import type { Work } from './detect.ts'

/** Takes runs oldest first. Only what ended in a report or a patch takes anything for granted. */
export function worksOf(
  task: TaskKey,
  runs: readonly RunRecord[],
  validations: readonly ValidationRecord[],
): Work[] {
  const newest = new Map<string, Work>()
  for (const { wave, agent, outcome } of runs) {
    if (outcome?.kind !== 'done' || (outcome.purpose !== 'research' && outcome.purpose !== 'implement'))
      continue
    const { commit, paths, value } = outcome
    const measured = commit === undefined ? '' : measurementTable(measurementsOn(commit, validations))
    const assumptions = value.assumptions ?? []
    newest.set(`${wave} ${agent}`, { task, wave, agent, head: commit, paths, assumptions, measured })
  }
  return [...newest.values()]
}
