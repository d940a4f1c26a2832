// What is on record for one head, by the newest run of each kind: the only thing that prose is compared with.

import { countIn } from '../evidence/counts.ts'
import { median } from '../benchmarks/order.ts'
import { measure, type Measurement } from '../evidence/statistics.ts'
import { latestValidation } from '../gates/records.ts'
import type { Sha } from '../ids.ts'
import type { WorkflowKind, WorkflowResult } from '../results.ts'
import type { ValidationRecord } from '../snapshot.ts'

export interface Evidence {
  tests: { run: string; counts: NonNullable<WorkflowResult['tests']> } | undefined
  /** In per cent. */
  coverage: { run: string; pct: number } | undefined
  /** Whether every command of the newest validation succeeded. */
  build: { run: string; green: boolean } | undefined
  measured: readonly (Measurement & { run: string })[]
  experiments: readonly ExperimentFigure[]
  /** Kinds of run that are under way: what is not proven may be soon. */
  awaited: readonly WorkflowKind[]
}

/** One metric of an experiment, as the median of its samples. */
export interface ExperimentFigure {
  run: string
  experiment: string
  metric: string
  unit: string
  value: number
}

/** Reads the newest attempt of each kind on this head; a result of another head is none. `awaited`: kinds that are sure to come. */
export function evidenceOf(
  records: readonly ValidationRecord[],
  head: Sha,
  awaited: readonly WorkflowKind[] = [],
): Evidence {
  const newest = records.filter(
    (record) => record.headSha === head && latestValidation(records, record, head) === record,
  )
  const results = newest.flatMap(({ result, workflowRunId, kind }) =>
    result === undefined ? [] : [{ kind, result, run: workflowRunId ?? 'unknown' }],
  )
  const counted = results.flatMap(({ result, run }) =>
    result.tests === null ? [] : [{ run, counts: result.tests }],
  )
  const covered = results.flatMap(({ result, run }) => {
    const pct = countIn(result, 'coverage.pct')
    return pct === undefined ? [] : [{ run, pct }]
  })
  const validated = results.find(({ kind }) => kind === 'validate')
  return {
    tests: counted[0],
    coverage: covered[0],
    build: validated && {
      run: validated.run,
      green: validated.result.steps.length > 0 && validated.result.steps.every((step) => step.exitCode === 0),
    },
    measured: results.flatMap(({ result, run }) =>
      result.benchmarks.flatMap((benchmark) => {
        const measurement = measure(benchmark)
        return measurement === undefined ? [] : [{ ...measurement, run }]
      }),
    ),
    experiments: results.flatMap(({ result, run }) =>
      (result.experiments ?? []).flatMap(({ name, metrics }) =>
        metrics.map(({ metric, unit, samples }) => ({
          run,
          experiment: name,
          metric,
          unit,
          value: median(samples),
        })),
      ),
    ),
    awaited: [
      ...new Set([
        ...awaited,
        ...newest.filter(({ state }) => state === 'requested' || state === 'running').map(({ kind }) => kind),
      ]),
    ],
  }
}
