// The experiments of a run as its reviewers are told of them, so that they can cite a figure and do not have to guess one.

import { median } from '../benchmarks/order.ts'
import { readable } from '../reports/units.ts'
import type { WorkflowResult } from '../results.ts'

/** A prompt is no place for hundreds of figures; the table on the issue has them. */
const MOST_EXPERIMENTS = 20
const MOST_METRICS = 10

/** A line for each experiment, the last ones where there are many. */
export const experimentFigures = ({ experiments = [] }: Pick<WorkflowResult, 'experiments'>): string[] =>
  experiments.slice(-MOST_EXPERIMENTS).map(({ name, baseline, metrics }) => {
    const figures = metrics
      .slice(0, MOST_METRICS)
      .map(({ metric, unit, samples }) => `${metric} ${readable(median(samples), unit)}`)
    const against = baseline === null ? '' : ` (baseline ${baseline})`
    return `  - experiment ${name}${against}: ${figures.join(', ')}`
  })
