// The result artifact of a validation or benchmark workflow run: what the measuring action writes, what the gates read.

import { BenchmarkFormatName, CoverageFormatName, TestFormatName } from './reports/format-names.ts'
import { z } from 'zod'
import { Experiment, MOST_EXPERIMENTS } from './reports/experiment.ts'
import { Sha } from './ids.ts'

/** Steps of one result: set-up, and a command for each of its sides. */
export const MOST_STEPS = 100

const Step = z.strictObject({
  name: z.string().min(1).max(100),
  command: z.string().max(2000),
  exitCode: z.int(),
  durationMs: z.number().min(0),
  /** Last lines of the combined output, at most 8 KB, for the check run's text. */
  outputTail: z.string().max(8192),
})

const count = z.int().min(0)

/** A test that failed, and where, when its report says so. */
export const TestFailure = z.strictObject({
  name: z.string().min(1).max(500),
  message: z.string().max(2000),
  /** Relative to the top of the checkout. */
  path: z.string().min(1).max(400).optional(),
  /** From 1. */
  line: z.int().min(1).optional(),
})
export type TestFailure = z.infer<typeof TestFailure>

const Tests = z
  .strictObject({
    total: count,
    passed: count,
    failed: count,
    skipped: count,
    failures: z.array(TestFailure).max(50),
  })
  .refine(({ total, passed, failed, skipped }) => total === passed + failed + skipped, {
    message: 'passed, failed and skipped do not add up to the total',
  })

const Covered = z
  .strictObject({ covered: count, total: count })
  .refine(({ covered, total }) => covered <= total, { message: 'more is covered than there is' })

/** How much of the candidate its tests reach; a kind that the report does not count is left out. */
export const Coverage = z.strictObject({
  lines: Covered,
  branches: Covered.optional(),
  functions: Covered.optional(),
})
export type Coverage = z.infer<typeof Coverage>

/**
 * One metric measured on base and head, interleaved on one machine: sample i of both came from the same round. A validation runs
 * on the head alone: then the baseline is empty.
 */
const Benchmark = z.strictObject({
  metric: z.string().regex(/^[\w.-]{1,80}$/),
  unit: z.string().min(1).max(20),
  better: z.enum(['lower', 'higher']),
  baseline: z.array(z.number()).max(1000),
  candidate: z.array(z.number()).max(1000),
})
export type Benchmark = z.infer<typeof Benchmark>

/** What the probe of a Metal runner found: a kernel was compiled, run, and its output compared with the CPU's. */
export const MetalProbe = z.strictObject({
  device: z.string().min(1).max(120),
  /** The highest GPU family that the device says it supports, for example `apple9`. */
  family: z.string().min(1).max(40),
  os: z.string().min(1).max(60),
  /** False: the kernel ran, and its output differs from the CPU's. */
  verified: z.boolean(),
  detail: z.string().max(500),
})
export type MetalProbe = z.infer<typeof MetalProbe>

/** The machine that ran it: figures are only comparable for one identity. */
const RunnerIdentity = z.strictObject({
  os: z.string().max(60),
  arch: z.string().max(20),
  cpu: z.string().max(120),
  cores: z.int().min(1),
  node: z.string().max(40),
  /** `runner.environment` of the workflow; `unknown` outside of one. */
  environment: z.enum(['github-hosted', 'self-hosted', 'unknown']),
  /** Null: not asked for. A string: why the machine cannot do it. */
  metal: z.union([MetalProbe, z.string().min(1).max(500)]).nullable(),
})
export type RunnerIdentity = z.infer<typeof RunnerIdentity>

/** What a platform of the policy may be required to be capable of. */
export const Capability = z.enum(['metal'])
export type Capability = z.infer<typeof Capability>

export const PlatformName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected lower-case letters, digits and dashes, at most 40')
export type PlatformName = z.infer<typeof PlatformName>

/** One machine to run on: an entry of the `platforms` input of both workflows, whose jobs are one for each. */
export const PlatformRequest = z.strictObject({
  name: PlatformName,
  runner: z.union([z.string().min(1).max(100), z.array(z.string().min(1).max(100)).min(1).max(10)]),
  requires: z.array(Capability).max(5),
})
export type PlatformRequest = z.infer<typeof PlatformRequest>

/**
 * `baton-result.json` in the artifact `baton-result-<platform>`. Bound to what was asked for by nonce, SHAs and platform; anything
 * else is refused.
 */
export const WorkflowResult = z.strictObject({
  version: z.literal(2),
  kind: z.enum(['validate', 'benchmark']),
  platform: PlatformName,
  nonce: z.string().regex(/^[\w-]{8,64}$/),
  headSha: Sha,
  baseSha: Sha,
  runner: RunnerIdentity,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  steps: z.array(Step).max(MOST_STEPS),
  tests: Tests.nullable(),
  coverage: Coverage.nullable(),
  benchmarks: z.array(Benchmark).max(200),
  /** Left out where no command printed any. */
  experiments: z.array(Experiment).max(MOST_EXPERIMENTS).optional(),
})
export type WorkflowResult = z.infer<typeof WorkflowResult>

export const WorkflowKind = z.enum(['validate', 'benchmark'])
export type WorkflowKind = z.infer<typeof WorkflowKind>

/** The reports that can be read, by what they tell; in each the one that needs no tool of its own comes first. */
export const REPORT_FORMATS = {
  benchmark: ['baton-json', ...BenchmarkFormatName.exclude(['baton-json']).options],
  test: ['tap', ...TestFormatName.exclude(['tap']).options],
  coverage: CoverageFormatName.options,
} as const

export const ReportFormat = z.enum([
  'none',
  ...REPORT_FORMATS.benchmark,
  ...REPORT_FORMATS.test,
  ...REPORT_FORMATS.coverage,
])
export type ReportFormat = z.infer<typeof ReportFormat>

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
        /** How counts, metrics or coverage are read; `none`: only the exit code counts. */
        report: ReportFormat,
        /** A path pattern of the files that hold the report, relative to the checkout; left out: what the command prints. */
        path: z.string().min(1).max(200).optional(),
      }),
    )
    .min(1)
    // 20 of the policy, 20 script gates, and one for each integration point.
    .max(90),
  rounds: z.int().min(1).max(200),
})
export type WorkflowPlan = z.infer<typeof WorkflowPlan>
