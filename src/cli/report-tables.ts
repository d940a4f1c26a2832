// What `baton report` prints: the numbers of a report as a table.

import { median } from '../domain/benchmarks/order.ts'
import type { BenchmarkReport } from '../domain/reports/benchmark-series.ts'
import type { Covered, CoverageReport } from '../domain/reports/coverage-report.ts'
import {
  BenchmarkFormatName,
  CoverageFormatName,
  TestFormatName,
  type FormatName,
} from '../domain/reports/format-names.ts'
import type { TestReport } from '../domain/reports/test-report.ts'
import { readable } from '../domain/reports/units.ts'
import { plural } from '../domain/render/figures.ts'
import type { Parsed, ReportInput } from '../formats/format.ts'
import { benchmarkFormats, coverageFormats, testFormats } from '../formats/index.ts'
import { textTable } from './text-table.ts'

/** Ranges of lines that were missed: `3-5, 9`. */
function ranges(lines: readonly number[]): string {
  const found: [number, number][] = []
  for (const line of lines) {
    const last = found.at(-1)
    if (last && line === last[1] + 1) last[1] = line
    else found.push([line, line])
  }
  return found.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(', ')
}

const share = ({ covered, total }: Covered): string =>
  total === 0 ? '-' : `${((100 * covered) / total).toFixed(1)} % (${covered} of ${total})`

const benchmarkLines = (report: BenchmarkReport): string[] =>
  textTable([
    ['metric', 'median', 'lowest', 'highest', 'samples', 'better'],
    ...report.map(({ metric, unit, better, values }) => [
      metric,
      ...[median(values), Math.min(...values), Math.max(...values)].map((value) => readable(value, unit)),
      String(values.length),
      better,
    ]),
  ])

function testLines({ total, passed, failed, skipped, failures }: TestReport): string[] {
  const counts = `${plural(total, 'test')}: ${passed} passed, ${failed} failed, ${skipped} skipped`
  if (failures.length === 0) return [counts]
  const rows = failures.map(({ name, path, line, message }) => [
    name,
    path === undefined ? '-' : [path, ...(line === undefined ? [] : [line])].join(':'),
    message.split('\n')[0] ?? '',
  ])
  const more = failed > failures.length ? [`and ${failed - failures.length} more`] : []
  return [counts, '', ...textTable([['failed', 'place', 'message'], ...rows]), ...more]
}

function coverageLines(report: CoverageReport): string[] {
  const { lines, branches, functions, files, unlisted, outside } = report
  return [
    `lines      ${share(lines)}`,
    ...(branches ? [`branches   ${share(branches)}`] : []),
    ...(functions ? [`functions  ${share(functions)}`] : []),
    '',
    ...textTable([
      ['file', 'lines', 'missed'],
      ...files.map((file) => [file.path, share(file.lines), ranges(file.missed) || '-']),
    ]),
    ...(unlisted > 0 ? [`and ${plural(unlisted, 'file')} more`] : []),
    ...(outside > 0 ? [`not counted: ${plural(outside, 'file')} outside of the checkout`] : []),
  ]
}

function told<T>(parsed: Parsed<T>, lines: (report: T) => string[]): { json: T; lines: string[] } {
  if ('error' in parsed) throw parsed.error
  return { json: parsed.ok, lines: lines(parsed.ok) }
}

/** Takes the checkout's absolute path. Raises the UserError that lists what is wrong with the report. */
export function readReport(
  format: FormatName,
  input: ReportInput,
  root: string,
): { json: unknown; lines: string[] } {
  const benchmark = BenchmarkFormatName.safeParse(format)
  if (benchmark.success) return told(benchmarkFormats[benchmark.data].parse(input, { root }), benchmarkLines)
  const tests = TestFormatName.safeParse(format)
  if (tests.success) return told(testFormats[tests.data].parse(input, { root }), testLines)
  return told(coverageFormats[CoverageFormatName.parse(format)].parse(input, { root }), coverageLines)
}
