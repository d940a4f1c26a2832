// One good head with everything on record, for tables that change one thing.

import { machineOf } from '../../src/domain/benchmarks/figures-of.ts'
import type { Baseline, GateFacts } from '../../src/domain/gates/gate.ts'
import { evaluateGates, type GateEvaluation } from '../../src/domain/gates/gates.ts'
import { platformsOf } from '../../src/domain/gates/platforms.ts'
import { effectivePolicy, type EffectivePolicy } from '../../src/domain/policy/effective.ts'
import { Policy } from '../../src/domain/policy/schema.ts'
import type { RunnerIdentity, WorkflowResult } from '../../src/domain/results.ts'
import type { ValidationRecord } from '../../src/domain/snapshot.ts'
import type { z } from 'zod'
import { HEAD, policy, ratioOf4, result, sha, validation } from '../domain/support.ts'

type PolicyInput = z.input<typeof Policy>

/** A policy with these gates, platforms or workflows over a plain one with tests and a benchmark. */
export function gatedBy(change: Partial<PolicyInput>): EffectivePolicy {
  const file = Policy.parse({
    version: 1,
    extends: 'asa-swarm',
    validate: { commands: [{ name: 'tests', run: 'npm test', report: 'tap' }] },
    benchmark: { commands: [{ name: 'b', run: 'b' }] },
    ...change,
  })
  return effectivePolicy(policy().pack, file)
}

export const step = { name: 't', command: 'npm test', exitCode: 0, durationMs: 9, outputTail: 'tail' }

export const validated = (change: Partial<WorkflowResult> = {}, more: Partial<ValidationRecord> = {}) =>
  validation('validate', { result: result({ steps: [step], ...change }), ...more })

export const measured = (change: Partial<WorkflowResult> = {}, more: Partial<ValidationRecord> = {}) =>
  validation('benchmark', {
    result: result({ kind: 'benchmark', steps: [step], tests: null, benchmarks: [ratioOf4], ...change }),
    ...more,
  })

/** The same record as if it came from another platform. */
export const on = (
  platform: string,
  record: ValidationRecord,
  runner: Partial<RunnerIdentity> = {},
): ValidationRecord => ({
  ...record,
  platform,
  result:
    record.result === undefined
      ? undefined
      : { ...record.result, platform, runner: { ...record.result.runner, ...runner } },
})

/** What is on record for the machine of `result()`. */
export const baseline = (change: Partial<Baseline> = {}): Baseline => ({
  metric: 'attention.ms',
  unit: 'ms',
  platform: 'linux-x64',
  machine: machineOf(result().runner).machine,
  sha: sha('c'),
  value: 5,
  history: [change.value ?? 5],
  ...change,
})

export function factsOf(rules: EffectivePolicy, change: Partial<GateFacts> = {}): GateFacts {
  const known: Pick<GateFacts, 'gated' | 'changed'> = {
    gated: {
      type: 'performance',
      kind: 'performance',
      complexity: 'medium',
      components: ['attention'],
      labels: ['baton', 'release'],
      wave: 2,
    },
    changed: [{ path: 'src/attention.mjs', patch: '@@ -1,1 +1,2 @@\n a\n+b\n' }],
    ...change,
  }
  return {
    ...known,
    head: HEAD,
    validations: [validated(), measured()],
    platforms: platformsOf(rules, known),
    bareMetal: new Set(Object.keys(rules.platforms).filter((name) => rules.platforms[name]?.bare_metal)),
    checks: [],
    approvedBy: [],
    truth: undefined,
    targets: [],
    baselines: [],
    points: [],
    overrides: [],
    ...change,
  }
}

export const judge = (change: Partial<PolicyInput>, facts: Partial<GateFacts> = {}): GateEvaluation => {
  const rules = gatedBy(change)
  return evaluateGates(rules, factsOf(rules, facts))
}
