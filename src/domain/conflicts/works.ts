// The work of a task as conflicts are looked for in it: the newest of each agent at each wave.

import { measurementsOn } from '../gates/gates.ts'
import type { Sha, TaskKey } from '../ids.ts'
import { measurementTable } from '../render/measurements.ts'
import type { RunRecord, ValidationRecord } from '../snapshot.ts'
import type { Work } from './detect.ts'

/** Whether a head is being measured or has been. */
function measuringOf(
  head: Sha | undefined,
  validations: readonly ValidationRecord[],
): Pick<Work, 'measuring'> {
  const asked = validations.filter(({ kind, headSha }) => kind === 'benchmark' && headSha === head)
  if (asked.length === 0) return {}
  const open = asked.some(({ state }) => state === 'requested' || state === 'running')
  return { measuring: open ? 'under way' : 'over' }
}

const together = (one: readonly string[] = [], other: readonly string[] = []): string[] => [
  ...new Set([...one, ...other]),
]

/**
 * Takes runs oldest first, and the waves whose pull requests are open. Only what ended in a report or a patch takes anything for
 * granted; what a wave changes is what all its attempts together do, because they are on one branch.
 */
export function worksOf(
  task: TaskKey,
  runs: readonly RunRecord[],
  validations: readonly ValidationRecord[],
  open: ReadonlySet<number>,
): Work[] {
  const newest = new Map<string, Work>()
  for (const { wave, agent, outcome, endedAt } of runs) {
    if (outcome?.kind !== 'done' || (outcome.purpose !== 'research' && outcome.purpose !== 'implement'))
      continue
    const { commit, value, symbols } = outcome
    const before = newest.get(`${wave} ${agent}`)
    const figures = commit === undefined ? [] : measurementsOn(commit, validations)
    newest.set(`${wave} ${agent}`, {
      task,
      wave,
      agent,
      head: commit,
      // Where the base was merged in, the paths are not those of the work alone.
      paths: symbols === undefined ? (before?.paths ?? []) : together(before?.paths, outcome.paths),
      symbols: together(before?.symbols, symbols),
      assumptions: value.assumptions ?? [],
      measured: measurementTable(figures),
      figures,
      ...measuringOf(commit, validations),
      ...(endedAt === undefined ? {} : { endedAt }),
      open: open.has(wave),
    })
  }
  return [...newest.values()]
}
