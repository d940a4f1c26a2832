// `baton/gates`: what the recorded validation and benchmark results of one head SHA say, as a tree that explains itself.

import type { Sha } from '../ids.ts'
import type { WorkflowKind, WorkflowResult } from '../results.ts'
import { figure, plural } from '../render/figures.ts'
import { allOf, reason, type Reason } from '../reason.ts'
import type { IntegrationPoint } from '../roster/integration-point.ts'
import type { ValidationRecord } from '../snapshot.ts'
import { measure, type Measurement } from '../evidence/statistics.ts'
import { pointGate } from './points.ts'

export interface GateRules {
  /** Which workflow kinds the policy has commands for. */
  kinds: readonly WorkflowKind[]
  tests: { minPassed: number | undefined; allowFailures: number }
  benchmarks: readonly { metric: string; maxRegressionPct: number; minRatio: number | undefined }[]
  /** Integration points that the change touches and that recorded runs must bear out. */
  points: readonly IntegrationPoint[]
}

export interface GateEvaluation {
  verdict: Reason
  measurements: readonly Measurement[]
  tests: WorkflowResult['tests']
  /** Output tails of failed steps, for the check run's text and the implementer's next round. */
  failures: readonly { step: string; output: string }[]
}

/** The newest attempt of a kind on this head, if any. */
export function latestValidation(
  validations: readonly ValidationRecord[],
  kind: WorkflowKind,
  head: Sha,
): ValidationRecord | undefined {
  return validations
    .filter((record) => record.kind === kind && record.headSha === head)
    .toSorted((a, b) => b.attempt - a.attempt)[0]
}

function stepsGate(result: WorkflowResult): Reason {
  // Nothing that failed is not yet something that succeeded.
  if (result.steps.length === 0) return reason('fail', 'no command was run')
  return allOf(
    'every command succeeded',
    result.steps.map((step) =>
      reason(
        step.exitCode === 0 ? 'pass' : 'fail',
        `\`${step.name}\` ended with exit code ${step.exitCode} after ${figure(step.durationMs / 1000)} s`,
      ),
    ),
  )
}

function testsGate(rules: GateRules['tests'], result: WorkflowResult): Reason {
  const { tests } = result
  if (tests === null) {
    return rules.minPassed === undefined
      ? reason('info', 'no command reported test counts')
      : reason('fail', `at least ${rules.minPassed} tests must pass, but no command reported test counts`)
  }
  const children = [
    reason(
      tests.failed <= rules.allowFailures ? 'pass' : 'fail',
      `${tests.failed} of ${plural(tests.total, 'test')} failed, ${rules.allowFailures} allowed`,
    ),
  ]
  if (rules.minPassed !== undefined) {
    const state = tests.passed >= rules.minPassed ? 'pass' : 'fail'
    children.push(reason(state, `${tests.passed} passed, at least ${rules.minPassed} required`))
  }
  return allOf('tests', children)
}

function benchmarkGate(rule: GateRules['benchmarks'][number], measurements: readonly Measurement[]): Reason {
  const measured = measurements.find((candidate) => candidate.metric === rule.metric)
  if (measured === undefined) return reason('fail', `${rule.metric}: no paired samples were recorded`)
  const floor = 1 - rule.maxRegressionPct / 100
  const figures = `${figure(measured.baseline)} → ${figure(measured.candidate)} ${measured.unit}, ${figure(measured.ratio)}× over ${measured.samples} paired samples`
  const children = [
    reason(
      measured.ratio >= floor ? 'pass' : 'fail',
      `at most ${figure(rule.maxRegressionPct)} % slower than the baseline (${figures})`,
    ),
  ]
  if (rule.minRatio !== undefined) {
    children.push(
      reason(
        measured.ratio >= rule.minRatio ? 'pass' : 'fail',
        `at least ${figure(rule.minRatio)}× the baseline`,
      ),
    )
  }
  return allOf(rule.metric, children)
}

function kindGate(kind: WorkflowKind, record: ValidationRecord | undefined, rules: GateRules): Reason {
  if (record === undefined) return reason('pending', `${kind}: not dispatched yet`)
  const where = record.workflowRunId === undefined ? '' : ` (run ${record.workflowRunId})`
  switch (record.state) {
    case 'requested':
    case 'running':
      return reason('pending', `${kind}: running${where}`)
    case 'failed':
    case 'refused':
      return reason('fail', `${kind}: ${record.detail ?? 'no usable result'}${where}`)
    case 'done': {
      const { result } = record
      if (result === undefined) return reason('fail', `${kind}: the run ended without a result${where}`)
      const children = [stepsGate(result)]
      if (kind === 'validate') children.push(testsGate(rules.tests, result))
      else {
        const measurements = result.benchmarks.flatMap((benchmark) => measure(benchmark) ?? [])
        children.push(...rules.benchmarks.map((rule) => benchmarkGate(rule, measurements)))
      }
      return allOf(`${kind}${where}`, children)
    }
  }
}

/** Evaluates all gates of one head. Pending until each required workflow kind has a result. */
export function evaluateGates(
  rules: GateRules,
  head: Sha,
  validations: readonly ValidationRecord[],
): GateEvaluation {
  const latest = rules.kinds.map((kind) => ({ kind, record: latestValidation(validations, kind, head) }))
  const results = latest.flatMap(({ record }) => record?.result ?? [])
  const measurements = results.flatMap((result) =>
    result.benchmarks.flatMap((benchmark) => measure(benchmark) ?? []),
  )
  const resultOf = (kind: WorkflowKind): WorkflowResult | undefined =>
    results.find((result) => result.kind === kind)
  const measured =
    resultOf('benchmark') === undefined && rules.kinds.includes('benchmark') ? undefined : measurements
  return {
    verdict: allOf(`gates on ${head.slice(0, 7)}`, [
      ...latest.map(({ kind, record }) => kindGate(kind, record, rules)),
      ...rules.points.map((point) => pointGate(point, resultOf('validate'), measured)),
    ]),
    measurements,
    tests: results.find((result) => result.kind === 'validate')?.tests ?? null,
    failures: results.flatMap((result) =>
      result.steps
        .filter((step) => step.exitCode !== 0)
        .map((step) => ({ step: step.name, output: step.outputTail })),
    ),
  }
}
