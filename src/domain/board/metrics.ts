// What was measured against what is to be reached.

import { targetOf, type Trend } from '../benchmarks/trend.ts'
import { reached } from '../gates/targets.ts'
import { PlatformName } from '../results.ts'
import type { Target } from '../roster/pack.ts'
import type { MetricLine } from './view.ts'

/** Those with a target first; a target that nothing merged was measured against has a line too. */
export function metricLines(trends: readonly Trend[], targets: readonly Target[]): MetricLine[] {
  const measured = trends.map((trend): MetricLine => {
    const { metric, unit, better, platform, machine, baseline, points } = trend
    const target = targetOf(trend, targets)
    const now = points.at(-1)?.value
    return {
      metric,
      platform: PlatformName.parse(platform),
      machine,
      unit,
      better,
      target,
      now,
      baseline,
      reached: target === undefined || now === undefined ? undefined : reached(target, now),
      trend: points.map(({ value }) => value),
      points,
    }
  })
  const open = targets
    .filter((target) => !measured.some((line) => line.target === target))
    .map((target): MetricLine => ({
      metric: target.metric,
      platform: undefined,
      machine: undefined,
      unit: target.unit,
      better: target.op === '<=' ? 'lower' : 'higher',
      target,
      now: undefined,
      baseline: undefined,
      reached: undefined,
      trend: [],
      points: [],
    }))
  const withTarget = measured.filter(({ target }) => target !== undefined)
  return [...withTarget, ...open, ...measured.filter(({ target }) => target === undefined)]
}
