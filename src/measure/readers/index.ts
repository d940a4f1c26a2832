// The readers of all report formats, by the names that a plan uses.

import type { FormatName } from '../../domain/reports/format-names.ts'
import type { ReportFormat } from '../../domain/results.ts'
import { readExperimentLines } from '../../formats/experiment-lines.ts'
import type { Parsed } from '../../formats/format.ts'
import { benchmarkFormats, coverageFormats, testFormats } from '../../formats/index.ts'
import type { Reader, Reading, ReportText } from './reader.ts'

export type { Reader, Reading, ReportText, Series, TestCounts } from './reader.ts'

/** A format of src/formats as a reader: what it cannot use is problems, its value becomes a part of the reading. */
const reader =
  <T>(
    format: { parse(input: ReadonlyMap<string, string>, options: { root: string }): Parsed<T> },
    reading: (value: T) => Omit<Reading, 'problems'>,
  ): Reader =>
  (documents, root) => {
    const parsed = format.parse(filesOf(documents), { root })
    if ('ok' in parsed) return { ...reading(parsed.ok), problems: [] }
    const problems = parsed.problems.map(
      ({ place, message, expected }) => `${place}: ${message}; expected ${expected}`,
    )
    return { problems }
  }

/** Printed reports have no path, which formats tell by the empty one. */
const filesOf = (documents: readonly ReportText[]): ReadonlyMap<string, string> =>
  new Map(documents.map(({ path, text }) => [path ?? '', text]))

const benchmark = (name: keyof typeof benchmarkFormats): Reader =>
  reader(benchmarkFormats[name], (series) => ({ series }))
const tests = (name: keyof typeof testFormats): Reader =>
  reader(testFormats[name], (counts) => ({ tests: counts }))
/** Which lines of which files were missed stays in the report: a result has room for totals only. */
const coverage = (name: keyof typeof coverageFormats): Reader =>
  reader(coverageFormats[name], ({ lines, branches, functions }) => ({
    coverage: {
      lines,
      ...(branches === undefined ? {} : { branches }),
      ...(functions === undefined ? {} : { functions }),
    },
  }))

/** Lines of experiments may stand between those of metrics; a report may also consist of them alone. */
const withExperiments =
  (metrics: Reader): Reader =>
  (documents, root) => {
    const read = documents.map((document) => ({ document, ...readExperimentLines(document.text) }))
    const experiments = read.flatMap((one) => one.experiments)
    const problems = read.flatMap((one) =>
      one.problems.map(({ place, message, expected }) => `${place}: ${message}; expected ${expected}`),
    )
    if (experiments.length + problems.length === 0) return metrics(documents, root)
    const others = read.map(({ document, rest }) => ({ ...document, text: rest }))
    const alone = !others.some(({ text }) => /^\s*\{.*"metric"/m.test(text))
    const reading = alone ? { problems: [] } : metrics(others, root)
    return { ...reading, experiments, problems: [...problems, ...reading.problems] }
  }

const READERS: Readonly<Record<FormatName, Reader>> = {
  'baton-json': withExperiments(benchmark('baton-json')),
  criterion: benchmark('criterion'),
  'google-benchmark': benchmark('google-benchmark'),
  'pytest-benchmark': benchmark('pytest-benchmark'),
  hyperfine: benchmark('hyperfine'),
  'vitest-bench': benchmark('vitest-bench'),
  'go-bench': benchmark('go-bench'),
  tap: tests('tap'),
  junit: tests('junit'),
  'cargo-test': tests('cargo-test'),
  'vitest-json': tests('vitest-json'),
  lcov: coverage('lcov'),
  cobertura: coverage('cobertura'),
}

/** The reader of a format; undefined for `none`, of which only the exit code counts. */
export const readerOf = (format: ReportFormat): Reader | undefined =>
  format === 'none' ? undefined : READERS[format]
