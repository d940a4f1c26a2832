// The gate rules that a policy implies.

import type { EffectivePolicy } from '../policy/effective.ts'
import type { GateRules } from './gates.ts'
import { gatedPoints } from './points.ts'

/**
 * A policy always names a validation command; a benchmark is required when it names one. `paths`: what the change touches, by
 * which integration points come in.
 */
export function gateRules(policy: EffectivePolicy, paths: readonly string[]): GateRules {
  const { tests } = policy.gates
  return {
    kinds: policy.benchmark === undefined ? ['validate'] : ['validate', 'benchmark'],
    tests: { minPassed: tests.min_passed, allowFailures: tests.allow_failures },
    benchmarks: (policy.benchmark?.gates ?? []).map((gate) => ({
      metric: gate.metric,
      maxRegressionPct: gate.max_regression_pct,
      minRatio: gate.min_ratio,
    })),
    points: gatedPoints(policy.pack.integration_points, paths),
  }
}
