// Experiments on record: each is a part of a workflow run's result, and has an id that the result determines.

import { digest } from '../digest.ts'
import type { Sha, TaskKey } from '../ids.ts'
import type { RunnerIdentity } from '../results.ts'
import type { ValidationRecord } from '../snapshot.ts'
import type { Experiment } from '../reports/experiment.ts'

export interface ExperimentRecord extends Experiment {
  id: string
  taskKey: TaskKey
  wave: number
  platform: string
  sha: Sha
  environment: RunnerIdentity
  /** The workflow run that claims cite. */
  run: string | undefined
  /** Who asked: a login, or `baton` for a run that every head gets. */
  by: string
  /** When it was over, in milliseconds since 1970. */
  at: number
}

/** The same result gives the same ids, however often it is read. */
export const experimentId = (validation: string, name: string): string =>
  `x${digest(`${validation}|${name}`).slice(0, 10)}`

/** All of a task, in the order in which they were asked for: clocks of machines may jump. `by`: who asked for a validation. */
export const experimentsOf = (
  taskKey: TaskKey,
  validations: readonly ValidationRecord[],
  by: (record: ValidationRecord) => string = () => 'baton',
): ExperimentRecord[] =>
  validations
    .toSorted((a, b) => a.requestedAt - b.requestedAt)
    .flatMap((record) => {
      const { result } = record
      if (record.state !== 'done' || result === undefined) return []
      return (result.experiments ?? []).map((experiment) => ({
        ...experiment,
        id: experimentId(record.id, experiment.name),
        taskKey,
        wave: record.wave,
        platform: record.platform,
        sha: record.headSha,
        environment: result.runner,
        run: record.workflowRunId,
        by: by(record),
        at: Date.parse(result.finishedAt),
      }))
    })

/** What a run is compared with: the newest run of its baseline on the same commit, else on any. */
export function baselineOf(
  experiment: ExperimentRecord,
  all: readonly ExperimentRecord[],
): ExperimentRecord | undefined {
  const { baseline, sha, id } = experiment
  const named = all.filter((one) => one.name === baseline && one.id !== id)
  return named.findLast((one) => one.sha === sha) ?? named.at(-1)
}
