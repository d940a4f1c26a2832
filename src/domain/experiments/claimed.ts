// The figure of an experiment that a claim cites, from the result in which it was reported.

import type { Recorded, StatedClaim } from '../evidence/claims.ts'
import { median } from '../benchmarks/order.ts'
import { figure, plural } from '../render/figures.ts'
import type { Experiment } from '../reports/experiment.ts'
import type { WorkflowResult } from '../results.ts'
import { converted } from '../truth/units.ts'
import { compareMetrics } from './compare.ts'

/** Both are of one run, so of one commit on one machine; a baseline of another run would prove something else. */
function ratioTo(all: readonly Experiment[], one: Experiment, metric: string): Recorded | string {
  if (one.baseline === null) return `the experiment ${one.name} names no baseline`
  const base = all.find(({ name }) => name === one.baseline)
  if (base === undefined) return `its baseline ${one.baseline} is not in that run`
  const compared = compareMetrics(base, one).metrics.find((entry) => entry.metric === metric)
  if (compared?.ratio === undefined) return `no ratio to ${base.name} can be told of its samples`
  const [before, after] = compared.samples
  // It comes from logarithms: a ratio of 4 must not be a little less than 4 to whoever claims it.
  const value = Number(compared.ratio.toPrecision(12))
  return {
    value,
    text: `${figure(value)}× ${base.name} (${plural(after, 'sample')} against ${before})`,
  }
}

/** What the result holds of an experiment's metric, as a claim asks for it; else why not. Never throws. */
export function experimentClaimed(
  { metric, comparison, unit: wanted }: StatedClaim,
  name: string,
  result: Pick<WorkflowResult, 'experiments'>,
): Recorded | string {
  const all = result.experiments ?? []
  const one = all.find((experiment) => experiment.name === name)
  if (one === undefined) return `the run reported no experiment ${name}`
  const series = one.metrics.find((entry) => entry.metric === metric)
  if (series === undefined) return `the experiment ${name} did not report that metric`
  if (comparison === 'ratio') return ratioTo(all, one, metric)
  const unit = wanted ?? series.unit
  const value = converted(median(series.samples), series.unit, unit)
  if (value === undefined) return `the record is in ${series.unit}, which is no ${unit}`
  return { value, text: `${figure(value)} ${unit} (${plural(series.samples.length, 'sample')})` }
}
