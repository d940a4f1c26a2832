// The result artifact of a validation or benchmark workflow run: what measure.mjs writes, what the gates read.

import { z } from 'zod'
import { Sha } from './ids.ts'

const Step = z.strictObject({
  name: z.string().min(1).max(100),
  command: z.string().max(2000),
  exitCode: z.int(),
  durationMs: z.number().min(0),
  /** Last lines of the combined output, at most 8 KB, for the check run's text. */
  outputTail: z.string().max(8192),
})

const Tests = z.strictObject({
  total: z.int().min(0),
  passed: z.int().min(0),
  failed: z.int().min(0),
  skipped: z.int().min(0),
  failures: z.array(z.string().max(500)).max(50),
})

/** One metric measured on base and head, interleaved on one machine: sample i of both came from the same round. */
const Benchmark = z.strictObject({
  metric: z.string().regex(/^[\w.-]{1,80}$/),
  unit: z.string().min(1).max(20),
  better: z.enum(['lower', 'higher']),
  baseline: z.array(z.number()).max(1000),
  candidate: z.array(z.number()).max(1000),
})
export type Benchmark = z.infer<typeof Benchmark>

/** The machine that ran it: figures are only comparable for one identity. */
const RunnerIdentity = z.strictObject({
  os: z.string().max(60),
  arch: z.string().max(20),
  cpu: z.string().max(120),
  cores: z.int().min(1),
  node: z.string().max(40),
})

/** `baton-result.json` in the artifact `baton-result`. Bound to what was asked for by nonce and SHAs; anything else is refused. */
export const WorkflowResult = z.strictObject({
  version: z.literal(1),
  kind: z.enum(['validate', 'benchmark']),
  nonce: z.string().regex(/^[\w-]{8,64}$/),
  headSha: Sha,
  baseSha: Sha,
  runner: RunnerIdentity,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  steps: z.array(Step).max(50),
  tests: Tests.nullable(),
  benchmarks: z.array(Benchmark).max(100),
})
export type WorkflowResult = z.infer<typeof WorkflowResult>

export const WorkflowKind = z.enum(['validate', 'benchmark'])
export type WorkflowKind = z.infer<typeof WorkflowKind>

/** The `plan` input of both workflows, JSON: what to run. Comes from the policy on the base branch. */
export const WorkflowPlan = z.strictObject({
  /** Run once in each checkout before anything else, for example `npm ci`. */
  setup: z.array(z.string().min(1).max(2000)).max(10),
  /** validate: every command once in the head's checkout. benchmark: interleaved in base and head, `rounds` times. */
  commands: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        run: z.string().min(1).max(2000),
        /** How to read counts or metrics from the output: TAP (`node --test --test-reporter=tap`), or lines `{"metric","unit","better","value"}`. */
        report: z.enum(['none', 'tap', 'baton-json']),
      }),
    )
    .min(1)
    // 20 of the policy, and one for each integration point.
    .max(40),
  rounds: z.int().min(1).max(200),
})
export type WorkflowPlan = z.infer<typeof WorkflowPlan>
