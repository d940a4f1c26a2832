// Which format a text looks like: only for error messages, never for choosing a parser.

import type { FormatName } from '../domain/reports/format-names.ts'

/** As much of a text as tells its format. */
const HEAD = 20_000

const signs: readonly [FormatName, RegExp][] = [
  ['cobertura', /^\s*<(?:[?!][^>]*>\s*<)*coverage\b[^>]*\b(?:line-rate|lines-valid)=/],
  ['junit', /^\s*<(?:[?!][^>]*>\s*<)*testsuites?\b/],
  ['hyperfine', /^\s*\{\s*"results"\s*:\s*\[[^]*"command"\s*:/],
  ['pytest-benchmark', /^\s*\{\s*"machine_info"\s*:/],
  ['google-benchmark', /^\s*\{\s*"context"\s*:\s*\{[^]*"(?:num_cpus|library_build_type|mhz_per_cpu)"\s*:/],
  ['vitest-bench', /^\s*\{\s*"files"\s*:\s*\[[^]*"(?:groups|benchmarks)"\s*:/],
  ['vitest-json', /^\s*\{\s*"num(?:Total|Passed|Failed|Pending)\w*"\s*:/],
  ['criterion', /^\s*\{\s*"(?:reason|group_id|mean|sampling_mode)"\s*:/],
  ['baton-json', /^[ \t]*\{[^\n]*"metric"\s*:/m],
  ['lcov', /^(?:TN:[^\n]*\n)?SF:/m],
  ['tap', /^(?:TAP version \d+|1\.\.\d+|(?:not )?ok \d+)\b/m],
  ['cargo-test', /^running \d+ tests?$|^test result: /m],
  ['go-bench', /^Benchmark\S*\s+\d+\s+[\d.]+ \S+|^(?:goos|pkg): /m],
]

/** The format that the text's beginning looks like; undefined: none that is known here. */
export function detectFormat(text: string): FormatName | undefined {
  const head = text.slice(0, HEAD)
  return signs.find(([, sign]) => sign.test(head))?.[0]
}
