// The report formats by the names that a policy uses.

import { z } from 'zod'

export const BenchmarkFormatName = z.enum([
  'criterion',
  'google-benchmark',
  'pytest-benchmark',
  'hyperfine',
  'vitest-bench',
  'go-bench',
  'baton-json',
])
export type BenchmarkFormatName = z.infer<typeof BenchmarkFormatName>

export const TestFormatName = z.enum(['junit', 'tap', 'cargo-test', 'vitest-json'])
export type TestFormatName = z.infer<typeof TestFormatName>

export const CoverageFormatName = z.enum(['lcov', 'cobertura'])
export type CoverageFormatName = z.infer<typeof CoverageFormatName>

export type FormatName = BenchmarkFormatName | TestFormatName | CoverageFormatName

export const FORMAT_NAMES: readonly FormatName[] = [
  ...BenchmarkFormatName.options,
  ...TestFormatName.options,
  ...CoverageFormatName.options,
]
