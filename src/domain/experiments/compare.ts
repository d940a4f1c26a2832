// Two runs of experiments side by side: what they were given, and how their figures differ.

import { compareWithHistory } from '../benchmarks/history.ts'
import { DEFAULT_RULE } from '../benchmarks/rule.ts'
import { median } from '../benchmarks/order.ts'
import { figure } from '../render/figures.ts'
import type { Experiment } from '../reports/experiment.ts'
import type { ExperimentRecord } from './record.ts'

export interface Difference {
  what: string
  before: string
  after: string
}

export interface MetricComparison {
  metric: string
  unit: string
  better: 'lower' | 'higher'
  /** Medians. */
  before: number
  after: number
  samples: readonly [before: number, after: number]
  /** How many times better the second is; undefined where no ratio can be told. */
  ratio: number | undefined
  /** Where the true ratio lies, as sure as DEFAULT_RULE says; undefined with too few samples. */
  interval: readonly [number, number] | undefined
  verdict: 'improved' | 'unchanged' | 'regressed' | 'inconclusive'
  why: string
}

export interface ExperimentComparison {
  differences: readonly Difference[]
  metrics: readonly MetricComparison[]
  /** Metrics that only one of them has, or has in another unit. */
  unmatched: readonly string[]
}

const shown = (value: string | number | boolean | null): string => (value === null ? '-' : String(value))

const flat = (one: ExperimentRecord): ReadonlyMap<string, string> =>
  new Map([
    ...Object.entries(one.parameters).map(([name, value]) => [`parameter ${name}`, shown(value)] as const),
    ['name', one.name],
    ['seed', shown(one.seed)],
    ['data', shown(one.data)],
    ['commit', one.sha],
    ['platform', one.platform],
    ['cpu', one.environment.cpu],
    ['os', one.environment.os],
    ['node', one.environment.node],
    ...one.artifacts.map(({ name, digest }) => [`artifact ${name}`, digest] as const),
  ])

/** Samples of the two are not paired: they are two runs. Never throws. */
export function compareMetrics(
  before: Pick<Experiment, 'metrics'>,
  after: Pick<Experiment, 'metrics'>,
): Pick<ExperimentComparison, 'metrics' | 'unmatched'> {
  const metrics: MetricComparison[] = []
  const unmatched: string[] = []
  const names = new Set([...before.metrics, ...after.metrics].map(({ metric }) => metric))
  for (const name of [...names].toSorted()) {
    const a = before.metrics.find(({ metric }) => metric === name)
    const b = after.metrics.find(({ metric }) => metric === name)
    if (a === undefined || b === undefined || a.unit !== b.unit || a.better !== b.better) {
      unmatched.push(name)
      continue
    }
    const { metric, unit, better } = b
    const { estimate, verdict, why } = compareWithHistory(
      { metric, unit, better, earlier: a.samples, candidate: b.samples },
      DEFAULT_RULE,
    )
    const bounded = estimate !== undefined && estimate.interval[0] > 0 && estimate.interval[1] < Infinity
    metrics.push({
      metric,
      unit,
      better,
      before: median(a.samples),
      after: median(b.samples),
      samples: [a.samples.length, b.samples.length],
      ratio: estimate?.ratio,
      interval: bounded ? estimate.interval : undefined,
      verdict,
      why,
    })
  }
  return { metrics, unmatched }
}

/** Everything in which two recorded runs differ. */
export function compareExperiments(before: ExperimentRecord, after: ExperimentRecord): ExperimentComparison {
  const [a, b] = [flat(before), flat(after)]
  const differences = [...new Set([...a.keys(), ...b.keys()])]
    .filter((what) => a.get(what) !== b.get(what))
    .map((what) => ({ what, before: a.get(what) ?? '-', after: b.get(what) ?? '-' }))
  return { differences, ...compareMetrics(before, after) }
}

/** `0.81 → 0.86 ratio, 1.06× better`, with the interval where there is one. */
export const ratioText = ({ ratio, interval }: Pick<MetricComparison, 'ratio' | 'interval'>): string =>
  ratio === undefined
    ? '-'
    : `${figure(ratio)}×${interval === undefined ? '' : ` (${figure(interval[0])}–${figure(interval[1])}×)`}`
