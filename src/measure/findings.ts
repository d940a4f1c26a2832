// What the reports of all commands say together: tests, coverage, and the samples of every metric.

import { median } from '../domain/benchmarks/order.ts'
import type { Benchmark, Coverage, WorkflowResult } from '../domain/results.ts'
import { MOST_EXPERIMENTS, MOST_SAMPLES, type Experiment } from '../domain/reports/experiment.ts'
import { sameTerms, type ReportedExperiment } from '../formats/experiment-lines.ts'
import type { Series, TestCounts } from './readers/index.ts'

export type Side = 'baseline' | 'candidate'

const MOST_METRICS = 200
const MOST_FAILURES = 50

export interface Findings {
  addTests(counts: TestCounts): void
  /** Returns what does not fit with what was there before. */
  addCoverage(coverage: Coverage): string[]
  /** Adds one run's metrics, the median of its samples each. Returns what does not fit with the runs before. */
  addSeries(series: readonly Series[], command: string, side: Side): string[]
  /** Adds one run's experiments of the candidate. Returns what does not fit with the runs before. */
  addExperiments(experiments: readonly ReportedExperiment[], command: string): string[]
  get(): Pick<WorkflowResult, 'tests' | 'coverage' | 'benchmarks' | 'experiments'>
}

/** A further round's samples are added to those before. */
function addExperiment(all: Map<string, Experiment>, one: ReportedExperiment, command: string): string[] {
  const known = all.get(one.name)
  if (known === undefined) {
    if (all.size === MOST_EXPERIMENTS) return [`more than ${MOST_EXPERIMENTS} experiments`]
    all.set(one.name, { ...one, command })
    return []
  }
  if (known.command !== command) return [`${one.name}: reported by another command already`]
  if (!sameTerms(known, one)) return [`${one.name}: its terms changed between runs`]
  for (const { metric, samples } of one.metrics) {
    const series = known.metrics.find((entry) => entry.metric === metric)
    if (series === undefined) return [`${one.name}: ${metric} was not there in the runs before`]
    series.samples = [...series.samples, ...samples].slice(0, MOST_SAMPLES)
  }
  return []
}

export function createFindings(): Findings {
  let tests: WorkflowResult['tests'] = null
  let coverage: Coverage | null = null
  const experiments = new Map<string, Experiment>()
  const benchmarks = new Map<string, { owner: string; entry: Benchmark }>()
  return {
    addTests: (counts) => {
      const sum = tests ?? { total: 0, passed: 0, failed: 0, skipped: 0, failures: [] }
      tests = {
        total: sum.total + counts.total,
        passed: sum.passed + counts.passed,
        failed: sum.failed + counts.failed,
        skipped: sum.skipped + counts.skipped,
        failures: [...sum.failures, ...counts.failures].slice(0, MOST_FAILURES),
      }
    },
    addCoverage: (found) => {
      if (coverage !== null) return ['another command reported coverage already; expected one']
      coverage = found
      return []
    },
    addSeries: (series, command, side) => {
      const problems: string[] = []
      for (const { metric, unit, better, values } of series) {
        const known = benchmarks.get(metric)
        if (known === undefined && benchmarks.size === MOST_METRICS) {
          problems.push(`more than ${MOST_METRICS} metrics; ${metric} is left out`)
          continue
        }
        const { owner, entry } = known ?? {
          owner: command,
          entry: { metric, unit, better, baseline: [], candidate: [] },
        }
        benchmarks.set(metric, { owner, entry })
        // Samples of one run are not independent of each other: a round counts as one sample.
        const sample = values.every((value) => Number.isFinite(value)) ? median(values) : Number.NaN
        if (owner !== command) problems.push(`${metric}: reported by ${owner} already`)
        else if (entry.unit !== unit || entry.better !== better)
          problems.push(`${metric}: unit or direction changed between runs`)
        else if (Number.isNaN(sample)) problems.push(`${metric}: a sample is missing or is no number`)
        else entry[side].push(sample)
      }
      return problems
    },
    addExperiments: (found, command) => found.flatMap((one) => addExperiment(experiments, one, command)),
    get: () => ({
      tests,
      coverage,
      benchmarks: [...benchmarks.values()].map(({ entry }) => entry),
      ...(experiments.size === 0 ? {} : { experiments: [...experiments.values()] }),
    }),
  }
}
