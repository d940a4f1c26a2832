// Every kind of gate: the keys of `gates` in the policy. A new kind is a file here and a line below.

import { z } from 'zod'
import { field } from '../../policy/field.ts'
import type { EveryRule, GateKind } from '../gate.ts'
import { benchmarkGate } from './benchmark.ts'
import { checksGate } from './checks.ts'
import { coverageGate } from './coverage.ts'
import { documentationGate } from './documentation.ts'
import { metricGate } from './metric.ts'
import { platformsGate } from './platforms.ts'
import { readinessGate } from './readiness.ts'
import { reviewGate } from './review.ts'
import { scriptGate } from './script.ts'
import { testsGate } from './tests.ts'
import { truthGate } from './truth.ts'

export const GATE_KINDS = {
  tests: testsGate,
  benchmark: benchmarkGate,
  metric: metricGate,
  coverage: coverageGate,
  documentation: documentationGate,
  script: scriptGate,
  platforms: platformsGate,
  checks: checksGate,
  review: reviewGate,
  truth: truthGate,
  readiness: readinessGate,
} as const
export type GateName = keyof typeof GATE_KINDS

const rules = <Rule extends z.ZodType<EveryRule>>(
  { rule }: GateKind<Rule>,
  expected: string,
  example: unknown,
  most = 50,
) => field(z.array(rule).max(most), expected, [example]).default([])

/** `gates` of the policy: for each kind a list of rules. Every rule whose `when` holds must be met. */
export const Gates = z.strictObject({
  tests: rules(testsGate, 'how many tests must pass', { min_passed: 676, allow_failures: 1 }),
  benchmark: rules(benchmarkGate, 'metrics that may not get worse than on the base', {
    metric: 'attention.ms',
    max_regression_pct: 5,
  }),
  metric: rules(metricGate, 'limits for figures', { metric: 'node.bytes', max: 48 }),
  coverage: rules(coverageGate, 'how much of the code tests must reach', { lines: 80 }),
  documentation: rules(documentationGate, 'documentation that changes with the code', {
    changed: ['src/index.*'],
    needs: ['docs/**'],
  }),
  script: rules(
    scriptGate,
    'commands of your own whose exit code decides',
    { script: 'binary size', run: './scripts/size.sh' },
    20,
  ),
  platforms: rules(platformsGate, 'further platforms to validate on', { names: ['macos-arm64'] }),
  checks: rules(checksGate, 'check runs of others that must succeed', { names: ['build'] }),
  review: rules(reviewGate, 'people who must have approved before any seat is asked', { people: 1 }),
  truth: rules(truthGate, 'claims and statements must be borne out by what is on record', {
    documents: ['README.md', 'docs/**'],
  }),
  readiness: rules(readinessGate, 'what must be true before customers get it', { forbidden_text: ['XXX'] }),
} satisfies Record<GateName, z.ZodType>)
export type Gates = z.infer<typeof Gates>

/** What a pack may suggest: gates that need nothing but the change itself. Whether anything is measured is the policy's matter. */
export const PackGates = Gates.pick({ documentation: true, review: true, truth: true, readiness: true })
export type PackGates = z.infer<typeof PackGates>
