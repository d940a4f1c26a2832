// What a recorded result counts rather than measures on both sides: tests, and coverage.

import type { WorkflowResult } from '../results.ts'
import { sharePct } from './coverage.ts'

export const COUNT_METRICS = [
  'tests.total',
  'tests.passed',
  'tests.failed',
  'tests.skipped',
  'coverage.pct',
] as const
export type CountMetric = (typeof COUNT_METRICS)[number]

export const isCount = (metric: string): metric is CountMetric =>
  COUNT_METRICS.some((known) => known === metric)

/** The head's count in a result; undefined where the run did not report it. Coverage is the share of lines, in per cent. */
export function countIn(result: WorkflowResult, metric: CountMetric): number | undefined {
  const { tests } = result
  switch (metric) {
    case 'tests.total':
      return tests?.total
    case 'tests.passed':
      return tests?.passed
    case 'tests.failed':
      return tests?.failed
    case 'tests.skipped':
      return tests?.skipped
    case 'coverage.pct':
      return result.coverage === null ? undefined : sharePct(result.coverage.lines)
  }
}
