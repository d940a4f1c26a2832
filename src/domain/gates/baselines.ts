// Which figures of the base gates compare with, and the one that fits a figure.

import { ANY_MACHINE, LINE_COVERAGE } from '../benchmarks/figures-of.ts'
import type { EffectivePolicy } from '../policy/effective.ts'
import type { Baseline } from './gate.ts'

/** Names of the metrics whose baselines are looked at or shown; none where nothing compares with any. */
export function metricsOnRecord({ gates, pack }: Pick<EffectivePolicy, 'gates' | 'pack'>): string[] {
  const compared = gates.metric
    .filter((rule) => rule.max_regression_pct !== undefined && rule.baseline !== 'target')
    .map(({ metric }) => metric)
  const covered = gates.coverage.some((rule) => rule.max_drop !== undefined) ? [LINE_COVERAGE] : []
  return [...new Set([...compared, ...covered, ...pack.targets.map(({ metric }) => metric)])]
}

/** The newest of its metric, platform and machine; of whatever machine, where that makes no difference. */
export const baselineOf = (
  baselines: readonly Baseline[],
  { metric, platform, machine }: Pick<Baseline, 'metric' | 'platform' | 'machine'>,
  anyMachine = machine === ANY_MACHINE.machine,
): Baseline | undefined =>
  baselines.find(
    (one) => one.metric === metric && one.platform === platform && (anyMachine || one.machine === machine),
  )
