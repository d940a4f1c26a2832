// Units, metric names and paths of reports, and what their schemas refuse.

import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digest } from '../../src/domain/digest.ts'
import { BenchmarkReport, METRIC } from '../../src/domain/reports/benchmark-series.ts'
import { CoverageReport } from '../../src/domain/reports/coverage-report.ts'
import { metricName } from '../../src/domain/reports/metric-name.ts'
import { isRepositoryPath } from '../../src/domain/reports/repository-path.ts'
import { TestReport } from '../../src/domain/reports/test-report.ts'
import { canonicalUnit, readable } from '../../src/domain/reports/units.ts'

describe('units', () => {
  it.each<[string, string, number]>([
    ['ns', 'ns', 1],
    ['us', 'ns', 1e3],
    ['µs', 'ns', 1e3],
    ['μs', 'ns', 1e3],
    ['ms', 'ns', 1e6],
    ['s', 'ns', 1e9],
    ['seconds', 'ns', 1e9],
    ['msec', 'ns', 1e6],
    ['min', 'ns', 6e10],
    ['B', 'B', 1],
    ['bytes', 'B', 1],
    ['kB', 'B', 1e3],
    ['KB', 'B', 1e3],
    ['MB', 'B', 1e6],
    ['MiB', 'B', 2 ** 20],
    ['MB/s', 'B/s', 1e6],
    ['GB/ms', 'B/s', 1e12],
    ['ms/op', 'ns/op', 1e6],
    ['TFLOPS', 'FLOP/s', 1e12],
    ['GFLOP/s', 'FLOP/s', 1e9],
    ['GHz', 'Hz', 1e9],
    ['Melem/s', 'elem/s', 1e6],
    ['mJ', 'J', 1e-3],
    ['allocs/op', 'allocs/op', 1],
    ['frames/s', 'frames/s', 1],
    ['%', '%', 1],
    ['', '', 1],
    ['/s', '/s', 1],
    ['points', 'points', 1],
    ['Ms', 'Ms', 1],
    ['mB', 'mB', 1],
    ['constructor', 'constructor', 1],
  ])('%s is %s × %d', (unit, canonical, factor) => {
    expect(canonicalUnit(unit)).toEqual({ unit: canonical, factor })
    expect(canonicalUnit(canonical)).toEqual({ unit: canonical, factor: 1 })
  })

  it.each<[number, string, string]>([
    [25_200_000, 'ns', '25.2 ms'],
    [0.3, 'ns', '0.3 ns'],
    [0, 'ns', '0 ns'],
    [90, 'ns', '90 ns'],
    [1.5e9, 'ns', '1.5 s'],
    [1030, 'ns/op', '1.03 µs/op'],
    [516_000_000, 'B/s', '516 MB/s'],
    [215e12, 'FLOP/s', '215 TFLOP/s'],
    [-2000, 'B', '-2 kB'],
    [12, 'count', '12 count'],
  ])('%d %s reads %s', (value, unit, shown) => expect(readable(value, unit)).toBe(shown))
})

describe('metric names', () => {
  it.each([
    ['sizes/fib/12', 'sizes.fib.12'],
    ['fib 10', 'fib_10'],
    ['tests/bench.py::TestA::test_b[10-x]', 'tests.bench.py.TestA.test_b-10-x'],
    ['bench/a.ts > fib > of 15', 'bench.a.ts.fib.of_15'],
    ['BM_Sort<int>/1024/threads:2', 'BM_Sort-int.1024.threads-2'],
    ['crate::module::f', 'crate.module.f'],
    ['C:\\a\\b', 'C.a.b'],
    ['../../etc/passwd', 'etc.passwd'],
    ['__proto__', '__proto__'],
    ['größe', `gr-e-${digest('größe').slice(0, 8)}`],
    ['???', digest('???').slice(0, 8)],
  ])('%s → %s', (name, metric) => expect(metricName(name)).toBe(metric))

  it('are metrics whatever the name, the same for the same, and stay as they are once made', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
        const metric = metricName(name)
        expect(metric).toMatch(METRIC)
        expect(metricName(name)).toBe(metric)
        expect(metricName(metric)).toBe(metric)
      }),
    )
  })

  it('keep long names apart', () => {
    const [a, b] = [`${'x'.repeat(100)}a`, `${'x'.repeat(100)}b`].map(metricName)
    expect(a).toHaveLength(80)
    expect(a).not.toBe(b)
  })
})

describe('paths', () => {
  it.each([
    ['src/a.ts', true],
    ['a b/ü.ts', true],
    ['.github/x', true],
    ['', false],
    ['/a', false],
    ['a/', false],
    ['a//b', false],
    ['./a', false],
    ['a/../b', false],
    ['..', false],
    ['C:/a', false],
    ['a\\b', false],
    ['a\nb', false],
    ['a\u202Eb', false],
    ['x'.repeat(401), false],
  ])('%j: %s', (path, inside) => expect(isRepositoryPath(path)).toBe(inside))
})

describe('schemas', () => {
  const failure = { name: 'a', message: '' }
  const tests = { total: 3, passed: 1, failed: 1, skipped: 1, failures: [failure] }
  it.each<[string, object, boolean]>([
    ['counts that add up', {}, true],
    ['counts that do not', { total: 4 }, false],
    ['no test', { total: 0, passed: 0, failed: 0, skipped: 0, failures: [] }, false],
    ['half a test', { total: 2.5, passed: 0.5 }, false],
    ['fewer than none', { passed: -1, total: 1 }, false],
    ['a failure too many', { failures: [failure, failure] }, false],
    ['a failure too few', { failures: [] }, false],
    ['a failure outside', { failures: [{ ...failure, path: '../a' }] }, false],
    ['an unknown key', { extra: 1 }, false],
  ])('tests: %s', (_, change, accepted) => {
    expect(TestReport.safeParse({ ...tests, ...change }).success).toBe(accepted)
  })

  const series = { metric: 'a', unit: 'ns', better: 'lower', values: [1] }
  it.each<[string, object[], boolean]>([
    ['one', [series], true],
    ['none', [], false],
    ['one twice', [series, series], false],
    ['no value', [{ ...series, values: [] }], false],
    ['too many values', [{ ...series, values: Array.from({ length: 1001 }, () => 1) }], false],
    ['NaN', [{ ...series, values: [Number.NaN] }], false],
    ['Infinity', [{ ...series, values: [Number.POSITIVE_INFINITY] }], false],
    ['a name with a space', [{ ...series, metric: 'a b' }], false],
  ])('series: %s', (_, list, accepted) => expect(BenchmarkReport.safeParse(list).success).toBe(accepted))

  const file = { path: 'a.ts', lines: { covered: 1, total: 2 }, missed: [2] }
  const coverage = { lines: { covered: 1, total: 2 }, files: [file], unlisted: 0, outside: 0 }
  it.each<[string, object, boolean]>([
    ['in order', {}, true],
    ['more covered than there is', { lines: { covered: 3, total: 2 } }, false],
    ['more missed than there is', { files: [{ ...file, missed: [1, 2] }] }, false],
    ['line 0', { files: [{ ...file, missed: [0] }] }, false],
    ['a file outside', { files: [{ ...file, path: '/a' }] }, false],
    ['no file', { files: [] }, false],
  ])('coverage: %s', (_, change, accepted) => {
    expect(CoverageReport.safeParse({ ...coverage, ...change }).success).toBe(accepted)
  })
})
