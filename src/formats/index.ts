// All formats by the names that a policy uses. One file each; this list says which there are.

import type {
  BenchmarkFormatName,
  CoverageFormatName,
  TestFormatName,
} from '../domain/reports/format-names.ts'
import { batonJson } from './baton-json.ts'
import type { BenchmarkFormat } from './benchmark-format.ts'
import { cargoTest } from './cargo-test.ts'
import { cobertura } from './cobertura.ts'
import type { CoverageFormat } from './coverage-format.ts'
import { criterion } from './criterion.ts'
import { goBench } from './go-bench.ts'
import { googleBenchmark } from './google-benchmark.ts'
import { hyperfine } from './hyperfine.ts'
import { junit } from './junit.ts'
import { lcov } from './lcov.ts'
import { pytestBenchmark } from './pytest-benchmark.ts'
import { tap } from './tap.ts'
import type { TestFormat } from './test-format.ts'
import { vitestBench } from './vitest-bench.ts'
import { vitestJson } from './vitest-json.ts'

export { detectFormat } from './detect.ts'

export const benchmarkFormats = {
  criterion,
  'google-benchmark': googleBenchmark,
  'pytest-benchmark': pytestBenchmark,
  hyperfine,
  'vitest-bench': vitestBench,
  'go-bench': goBench,
  'baton-json': batonJson,
} as const satisfies Record<BenchmarkFormatName, BenchmarkFormat>

export const testFormats = {
  junit,
  tap,
  'cargo-test': cargoTest,
  'vitest-json': vitestJson,
} as const satisfies Record<TestFormatName, TestFormat>

export const coverageFormats = { lcov, cobertura } as const satisfies Record<
  CoverageFormatName,
  CoverageFormat
>
