// `go test -bench`: https://go.dev/design/14313-benchmark-format, with -benchmem, metrics of one's own and -count.

import type { Better } from '../domain/reports/benchmark-series.ts'
import { benchmarkFormat } from './benchmark-format.ts'
import type { ReportFile } from './format.ts'

interface Result {
  pkg: string
  name: string
  place: string
  pairs: readonly { value: string; unit: string }[]
}

interface Run {
  results: Result[]
  /** `Unit frames better=higher` lines. */
  better: Map<string, Better>
}

const RESULT = /^(Benchmark\S*)\s+(\d+)(?:\s+(.*))?$/
const FAILURE = /^(?:\s*--- FAIL: |FAIL\b|panic: |fatal error: )/
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i

function pairsOf(rest: string): Result['pairs'] | undefined {
  const fields = rest.trim().split(/\s+/)
  if (fields.length < 2 || fields.length % 2 === 1) return undefined
  return Array.from({ length: fields.length / 2 }, (_, i) => ({
    value: fields[2 * i] ?? '',
    unit: fields[2 * i + 1] ?? '',
  }))
}

function readLines({ text, problems }: ReportFile, run: Run): void {
  let pkg = ''
  let opened: string | undefined
  for (const [i, line] of text.split('\n').entries()) {
    if (problems.full) return
    const place = `line ${i + 1}`
    const [, name, , rest] = RESULT.exec(line) ?? []
    const unit = /^Unit\s+(\S+)\s.*\bbetter=(higher|lower)\b/.exec(line)
    const named = /^pkg:\s*(\S+)/.exec(line)?.[1]
    if (FAILURE.test(line)) {
      problems.add(place, `it failed: ${line.trim()}`, 'a run in which every benchmark passes')
      opened = undefined
    } else if (unit) run.better.set(unit[1] ?? '', unit[2] === 'higher' ? 'higher' : 'lower')
    else if (named !== undefined) {
      if (opened !== undefined) break
      pkg = named
      opened = pkg
    } else if (line === 'PASS' || /^ok\s/.test(line)) opened = undefined
    else if (name !== undefined) {
      const pairs = pairsOf(rest ?? '')
      if (pairs) run.results.push({ pkg, name, place, pairs })
      else problems.add(place, `${name} has no pairs of value and unit`, 'BenchmarkFib-8  90000  13002 ns/op')
    }
  }
  if (opened !== undefined) {
    const lines = text.split('\n').length
    problems.add(
      `line ${lines}`,
      `the benchmarks of ${opened} do not end with PASS`,
      'the whole output of go test',
    )
  }
}

/**
 * The suffix is GOMAXPROCS, which go leaves out where it is 1. It goes when all results share it; results for several (`-cpu`)
 * stay apart.
 */
function withoutProcs(results: readonly Result[]): (name: string) => string {
  const suffixes = new Set(results.map(({ name }) => /-\d+$/.exec(name)?.[0] ?? ''))
  return suffixes.size === 1 ? (name) => name.replace(/-\d+$/, '') : (name) => name
}

/** What is measured besides the time: `B/op` → `B`, `MB/s` → `B_per_s`, `p99-ms` → `p99` in ms. */
function quantity(unit: string): { suffix: string; unit: string } {
  if (unit === 'ns/op') return { suffix: '', unit }
  const tail = /^(.+)-(ns|us|µs|ms|s|bytes|B)$/.exec(unit)
  if (tail) return { suffix: `/${tail[1]}`, unit: tail[2] ?? unit }
  const base = unit.replace(/\/op$/, '').replace(/^[kKMG]B\/s$/, 'B/s')
  return { suffix: `/${base.replaceAll('/', '_per_')}`, unit }
}

export const goBench = benchmarkFormat({
  name: 'go-bench',
  from: "go test -run '^$' -bench . -benchmem -count 10 ./...",
  example: 'pkg: example.com/shop\nBenchmarkJoin-8  226281  99.89 ns/op  64 B/op  1 allocs/op\nPASS',
  gather: (files, series) => {
    for (const file of files) {
      const run: Run = { results: [], better: new Map() }
      readLines(file, run)
      const nameOf = withoutProcs(run.results)
      for (const { pkg, name, place, pairs } of run.results) {
        if (file.problems.full) return
        for (const { value, unit } of pairs) {
          const measured = quantity(unit)
          const own = nameOf(name)
          series.add(
            {
              name: `${pkg === '' ? own : `${pkg}/${own}`}${measured.suffix}`,
              unit: measured.unit,
              better: run.better.get(unit) ?? (/\/s(?:ec)?$/.test(unit) ? 'higher' : 'lower'),
              // Go prints NaN, +Inf and -Inf for a metric of one's own that is none.
              values: [NUMBER.test(value) ? Number(value) : value],
              place,
              repeats: true,
              signed: !/^(?:ns|B|allocs)\/op$/.test(unit),
            },
            file.problems,
          )
        }
      }
    }
  },
})
